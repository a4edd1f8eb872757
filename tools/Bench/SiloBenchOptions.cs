using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Bench;

/// <summary>The options of <c>bench silo</c>.</summary>
public sealed record SiloBenchOptions
{
    /// <summary>The path of the silo's program.</summary>
    public required string SiloDll { get; init; }

    /// <summary>The number of events in the topic. Default: 1,000,000.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>The number of users of the rate measurement. Default: 10,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>The number of rounds; each runs every engine once. Default: 3.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>The number of active users of the memory measurement; 0 omits it. Default: 100,000.</summary>
    public int MemoryUsers { get; init; } = 100_000;

    /// <summary>Kafka brokers; null for the embedded Kafka.</summary>
    public string? Brokers { get; init; }

    /// <exception cref="CommandFailedException">An option is out of range.</exception>
    public void Validate()
    {
        BenchRange.Require(Events, Users, Rounds);
        NumberRange.Require(
            MemoryUsers is 0 or >= 1_000 && MemoryUsers <= Events,
            "--memory-users", MemoryUsers, $"0 or between 1000 and the number of events ({Events})");
    }
}
