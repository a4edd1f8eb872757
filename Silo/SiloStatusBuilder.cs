using Microsoft.Extensions.Options;
using Orleans.Configuration;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Status;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Silo;

/// <summary>Converts the status of this silo to the types that grains send.</summary>
internal sealed class SiloStatusBuilder(
    SiloMonitor monitor, SiloRuntime runtime, PartitionBuffers buffers, ILocalSiloDetails silo, IOptions<SiloOptions> options)
    : ISiloStatusProvider
{
    public SiloSnapshot Current
    {
        get
        {
            EngineStatus status = monitor.Status;
            return new SiloSnapshot(
                runtime.Source,
                runtime.Partitions,
                new SiloInfo
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
                    EventsPerSecond = buffers.All.Sum(buffer => buffer.Rate.PerSecond),
                    ResidentBytes = status.ResidentBytes,
                    // Orleans cannot serialize the type of a collection expression.
                    Problems = status.Problems.ToList(),
                },
                [.. monitor.Partitions.Select(ToInfo)]);
        }
    }

    private PartitionInfo ToInfo(PartitionStatus partition) => new()
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
        EventsPerSecond = buffers.TryGet(partition.Partition, out PartitionBuffer? buffer) ? buffer.Rate.PerSecond : 0,
        Error = partition.Error,
    };
}
