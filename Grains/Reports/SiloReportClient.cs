using Orleans.Runtime.Services;

namespace PathwayOrleans.Grains.Reports;

/// <summary>Reaches the report service of any silo.</summary>
internal sealed class SiloReportClient(IServiceProvider services) : GrainServiceClient<ISiloReportService>(services)
{
    internal Task<SiloReports> AskAsync(SiloAddress silo) => GetGrainService(silo).GetReports();
}
