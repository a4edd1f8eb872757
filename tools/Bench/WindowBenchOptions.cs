namespace PathwayOrleans.Bench;

/// <summary>The options of <c>bench windows</c>.</summary>
public sealed record WindowBenchOptions
{
    /// <summary>The number of events in the topic. Default: 1,000,000.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>The number of users. Default: 10,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>The number of rounds; each runs the engine once without and once with windows. Default: 5.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Kafka brokers; null for the embedded Kafka.</summary>
    public string? Brokers { get; init; }

    /// <exception cref="PathwayOrleans.CommandLine.CommandFailedException">An option is out of range.</exception>
    public void Validate() => BenchRange.Require(Events, Users, Rounds);
}
