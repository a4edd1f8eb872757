namespace PathwayOrleans.Grains.Interfaces;

/// <summary>The status of a cluster: its silos and the partitions of its source.</summary>
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
    public required IReadOnlyList<SiloInfo> Silos { get; init; }

    /// <summary>The names of active silos that did not answer in time.</summary>
    [Id(4)]
    public required IReadOnlyList<string> Silent { get; init; }

    /// <summary>
    /// All partitions of the source, by number. <see cref="PartitionInfo.Silo"/> is null if no silo reads the partition.
    /// </summary>
    [Id(5)]
    public required IReadOnlyList<PartitionInfo> Partitions { get; init; }
}
