using Orleans.Services;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Grains.Status;

/// <summary>The grain service through which any silo can get the status of another.</summary>
[Alias("pathway.silo-status-service")]
internal interface ISiloStatusService : IGrainService
{
    /// <summary>Gets the status of the silo and of the partitions that it reads.</summary>
    [ResponseTimeout("00:00:03")]
    [Alias("snapshot")]
    Task<SiloSnapshot> GetSnapshot();
}

/// <summary>The status of a silo and of the partitions that it reads.</summary>
[GenerateSerializer, Immutable]
[Alias("pathway.silo-snapshot")]
internal sealed record SiloSnapshot(
    [property: Id(0)] string? Source,
    [property: Id(1)] int SourcePartitions,
    [property: Id(2)] SiloInfo Silo,
    [property: Id(3)] IReadOnlyList<PartitionInfo> Partitions);
