namespace PathwayOrleans.Grains.Interfaces;

/// <summary>
/// The status of one partition of the source. Positions are strings of decimal digits, because they can exceed the range of a
/// JSON number.
/// </summary>
[GenerateSerializer, Immutable]
[Alias("pathway.partition-info")]
public sealed record PartitionInfo
{
    [Id(0)]
    public required int Partition { get; init; }

    /// <summary>The silo that reads it; null if no silo reads it now.</summary>
    [Id(1)]
    public required string? Silo { get; init; }

    /// <summary><c>positioning</c>, <c>reading</c>, <c>paused</c>, <c>stopped</c>, or <c>unowned</c>.</summary>
    [Id(2)]
    public required string State { get; init; }

    /// <summary>The next position to be read; null before the start is known.</summary>
    [Id(3)]
    public string? Next { get; init; }

    /// <summary>Everything below is durable; null if nothing is yet.</summary>
    [Id(4)]
    public string? Durable { get; init; }

    /// <summary>The end of the log that was reported last.</summary>
    [Id(5)]
    public string? End { get; init; }

    /// <summary>Records between <see cref="Durable"/> and <see cref="End"/>; null if unknown.</summary>
    [Id(6)]
    public long? Lag { get; init; }

    /// <summary>Records made durable per second, over the last few seconds.</summary>
    [Id(7)]
    public double EventsPerSecond { get; init; }

    /// <summary>Why it is stopped, and the remedy.</summary>
    [Id(8)]
    public string? Error { get; init; }
}
