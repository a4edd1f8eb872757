namespace PathwayOrleans.Grains.Interfaces;

/// <summary>What the silos of a cluster say of themselves.</summary>
[GenerateSerializer, Immutable]
[Alias("pathway.cluster-status.answer")]
public sealed record ClusterStatus
{
    [Id(0)]
    public required string ClusterId { get; init; }

    [Id(1)]
    public required string ServiceId { get; init; }

    /// <summary>The source's identity.</summary>
    [Id(2)]
    public required string? Source { get; init; }

    /// <summary>The silos that answered, by name.</summary>
    [Id(3)]
    public required IReadOnlyList<SiloReport> Silos { get; init; }

    /// <summary>Active silos that did not answer in time.</summary>
    [Id(4)]
    public required IReadOnlyList<string> Silent { get; init; }

    /// <summary>Every partition of the source, by number; one without a reader has no <see cref="PartitionReport.Silo"/>.</summary>
    [Id(5)]
    public required IReadOnlyList<PartitionReport> Partitions { get; init; }
}
