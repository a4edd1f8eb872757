using Microsoft.Extensions.Options;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Standalone;

/// <summary>The status of the standalone engine.</summary>
internal sealed class StandaloneMonitor(
    IOptions<DatabaseOptions> database,
    DatabaseSessions sessions,
    EngineService engine,
    EngineCounters counters,
    PartitionStatusSnapshot snapshot,
    CommitWriter writer,
    StateReader states,
    SourceIdentityResolver identity,
    TimeProvider time) : EngineMonitor("standalone", database, counters, writer, states, identity, time)
{
    public override IReadOnlyList<PartitionStatus> Partitions => snapshot.Partitions;

    protected override string? Source => engine.Source;

    protected override IPartitionedReader? Reader => engine.Reader;

    protected override long EventsInFlight => snapshot.EventsInFlight;

    protected override int UsersInMemory => snapshot.UsersInMemory;

    protected override int DatabaseConnections => sessions.OpenCount;

    protected override long Pauses => engine.Pauses;
}
