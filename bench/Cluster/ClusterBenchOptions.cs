namespace PathwayOrleans.Bench.Cluster;

/// <summary>What <c>bench cluster</c> measures.</summary>
public sealed record ClusterBenchOptions
{
    /// <summary>The silo's program.</summary>
    public required string SiloDll { get; init; }

    /// <summary>Events in the topic. Default: 1,000,000.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>Distinct users of the speed measurement. Default: 10,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>How often the engines are run in turn. Default: 3.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Distinct, active users of the memory measurement; 0 leaves it out. Default: 100,000.</summary>
    public int MemoryUsers { get; init; } = 100_000;

    /// <summary>A Kafka to measure on; null for the embedded one.</summary>
    public string? Brokers { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        OptionRange.Require(Events is >= 1_000 and <= 1_000_000_000, nameof(Events), Events, "1000 to 1000000000");
        OptionRange.Require(Users is >= 1 && Users <= Events, nameof(Users), Users, "1 to the number of events");
        OptionRange.Require(Rounds is >= 1 and <= 100, nameof(Rounds), Rounds, "1 to 100");
        OptionRange.Require(MemoryUsers is 0 or >= 1_000 && MemoryUsers <= Events, nameof(MemoryUsers), MemoryUsers, "0, or 1000 to the number of events");
    }
}
