using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Bench.Standalone;

/// <summary>The options of <c>bench standalone</c>.</summary>
public sealed record StandaloneBenchOptions
{
    /// <summary>The number of events in the topic. Default: 1,000,000.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>The number of users of the rate measurement. Default: 10,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>The number of rounds; each runs the loop and the engine once. Default: 5.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>The number of users and of events of the memory measurement; 0 omits it. Default: 1,000,000.</summary>
    public int MemoryUsers { get; init; } = 1_000_000;

    /// <summary>Kafka brokers; null for the embedded Kafka.</summary>
    public string? Brokers { get; init; }

    /// <exception cref="CommandFailedException">An option is out of range.</exception>
    public void Validate()
    {
        BenchRange.Require(Events, Users, Rounds);
        NumberRange.Require(
            MemoryUsers is 0 or (>= 1_000 and <= 100_000_000),
            "--memory-users", MemoryUsers, "0 or between 1000 and 100000000");
    }
}
