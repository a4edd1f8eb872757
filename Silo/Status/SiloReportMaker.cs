using Microsoft.Extensions.Options;
using Orleans.Configuration;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Reports;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Silo.Status;

/// <summary>Puts what this silo shows into the words that grains send.</summary>
internal sealed class SiloReportMaker(
    SiloMonitor monitor, SiloRuntime runtime, PartitionFlows flows, ILocalSiloDetails silo, IOptions<SiloOptions> options) : ISiloReports
{
    public SiloReports Current
    {
        get
        {
            EngineStatus status = monitor.Status;
            return new SiloReports(
                runtime.Source,
                runtime.Partitions,
                new SiloReport
                {
                    Silo = options.Value.SiloName,
                    Address = silo.SiloAddress.ToParsableString(),
                    StartedAt = status.StartedAt,
                    EventsApplied = status.EventsApplied,
                    EventsSkipped = status.EventsSkipped,
                    DeadLettered = status.DeadLettered,
                    Commits = status.Commits,
                    UsersCommitted = status.UsersCommitted,
                    EventsInFlight = status.EventsInFlight,
                    UsersInMemory = status.UsersInMemory,
                    DatabaseConnections = status.DatabaseConnections,
                    EventsPerSecond = flows.All.Sum(flow => flow.Rate.PerSecond),
                    ResidentBytes = status.ResidentBytes,
                },
                [.. monitor.Partitions.Select(Report)]);
        }
    }

    private PartitionReport Report(PartitionStatus partition) => new()
    {
        Partition = partition.Partition,
        Silo = options.Value.SiloName,
        State = partition.State switch
        {
            PartitionState.Positioning => "positioning",
            PartitionState.Reading => "reading",
            PartitionState.Paused => "paused",
            _ => "stopped",
        },
        Next = partition.Next,
        Durable = partition.Durable,
        End = partition.End,
        Lag = partition.Lag,
        EventsPerSecond = flows.TryGet(partition.Partition, out PartitionFlow? flow) ? flow.Rate.PerSecond : 0,
        Error = partition.Error,
    };
}
