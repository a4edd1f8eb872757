using Orleans.Services;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Grains.Reports;

/// <summary>What every silo has to be asked what it is doing.</summary>
[Alias("pathway.silo-report-service")]
internal interface ISiloReportService : IGrainService
{
    /// <summary>What this silo says of itself and of the partitions that it reads.</summary>
    [ResponseTimeout("00:00:03")]
    [Alias("report")]
    Task<SiloReports> GetReports();
}

/// <summary>A silo's answer.</summary>
[GenerateSerializer, Immutable]
[Alias("pathway.silo-reports")]
internal sealed record SiloReports(
    [property: Id(0)] string? Source,
    [property: Id(1)] int SourcePartitions,
    [property: Id(2)] SiloReport Silo,
    [property: Id(3)] IReadOnlyList<PartitionReport> Partitions);
