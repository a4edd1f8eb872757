using Microsoft.Extensions.Options;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Silo;

/// <summary>The status of this silo.</summary>
internal sealed class SiloMonitor(
    IOptions<DatabaseOptions> database,
    SiloRuntime runtime,
    PartitionBuffers buffers,
    EngineCounters counters,
    ActivationLimiter activations,
    OpenConnections connections,
    ISiloStatusOracle oracle,
    CommitWriter writer,
    StateReader states,
    SourceIdentityResolver identity,
    TimeProvider time) : EngineMonitor("silo", database, counters, writer, states, identity, time)
{
    public override IReadOnlyList<PartitionStatus> Partitions =>
        [.. buffers.All.Select(buffer => buffer.ToStatus(Reader?.EndOf(buffer.Number)))];

    protected override string? Source => runtime.Source;

    protected override IPartitionedReader? Reader => runtime.Reader?.Reader;

    protected override long EventsInFlight => buffers.All.Sum(buffer => (long)buffer.InFlight);

    protected override int UsersInMemory => activations.Count;

    protected override int DatabaseConnections => connections.Count;

    protected override long Pauses => runtime.Reader?.Pauses ?? 0;

    public override async Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> problems = await base.FindProblemsAsync(cancellationToken);
        return oracle.CurrentStatus == SiloStatus.Active
            ? problems
            : [.. problems, "the silo is not an active member of its cluster"];
    }
}
