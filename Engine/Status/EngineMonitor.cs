using Microsoft.Extensions.Options;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Status;

/// <summary>The part of <see cref="IEngineMonitor"/> that is the same for every engine. Thread-safe.</summary>
internal abstract class EngineMonitor(
    string engine, IOptions<DatabaseOptions> database, EngineCounters counters, CommitWriter writer, StateReader states,
    SourceIdentityResolver identity, TimeProvider time)
    : IEngineMonitor
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public EngineStatus Status
    {
        get
        {
            IReadOnlyList<PartitionStatus> partitions = Partitions;
            return new EngineStatus
            {
                Engine = engine,
                ServiceId = database.Value.ServiceId,
                Source = Source,
                StartedAt = _startedAt,
                EventsApplied = counters.Applied,
                EventsSkipped = counters.Skipped,
                DeadLettered = counters.DeadLettered,
                Commits = counters.Commits,
                UsersCommitted = counters.UsersCommitted,
                CommitsRejected = counters.Conflicts,
                EventsInFlight = EventsInFlight,
                UsersInMemory = UsersInMemory,
                PartitionsPaused = partitions.Count(partition => partition.State == PartitionState.Paused),
                Pauses = Pauses,
                DatabaseConnections = DatabaseConnections,
                Lag = partitions.Sum(partition => partition.Lag ?? 0),
                ResidentBytes = Environment.WorkingSet,
                AllocatedBytes = GC.GetTotalAllocatedBytes(),
                Problems = [.. EngineProblems.Find(partitions, writer.Failure, time.GetUtcNow())],
            };
        }
    }

    public abstract IReadOnlyList<PartitionStatus> Partitions { get; }

    /// <summary>The name of the source; null before it is known.</summary>
    protected abstract string? Source { get; }

    /// <summary>The reader; null before the engine has started.</summary>
    protected abstract IPartitionedReader? Reader { get; }

    protected abstract long EventsInFlight { get; }

    protected abstract int UsersInMemory { get; }

    protected abstract int DatabaseConnections { get; }

    protected abstract long Pauses { get; }

    public virtual async Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) =>
        [.. await ReadinessChecks.FindProblemsAsync(states, Reader, identity.WaitsFor, cancellationToken), .. Status.Problems];
}
