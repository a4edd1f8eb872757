namespace PathwayOrleans.Bench;

/// <summary>What <c>./pathway bench standalone</c> measures.</summary>
public sealed record StandaloneBenchOptions
{
    /// <summary>Events in the topic. Default: 1,000,000.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>Distinct users of the speed measurement. Default: 10,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>How often the two are run in turn; medians are reported. Default: 5.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Distinct users of the memory measurement; 0 leaves it out. Default: 1,000,000.</summary>
    public int MemoryUsers { get; init; } = 1_000_000;
}
