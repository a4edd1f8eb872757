using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Grains.Reports;

/// <summary>Answers for its silo.</summary>
internal sealed class SiloReportService(GrainId id, Silo silo, ILoggerFactory loggers, ISiloReports reports)
    : GrainService(id, silo, loggers), ISiloReportService
{
    public Task<SiloReports> GetReports() => Task.FromResult(reports.Current);
}
