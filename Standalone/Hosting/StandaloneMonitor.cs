using Microsoft.Extensions.Options;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Standalone.Engine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Standalone.Hosting;

/// <summary>What the engine shows to the outside.</summary>
internal sealed class StandaloneMonitor(
    IOptions<DatabaseOptions> database,
    DatabaseSessions sessions,
    EngineService engine,
    EngineCounters counters,
    PartitionBoard board,
    StateReader states,
    TimeProvider time) : IEngineMonitor
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public EngineStatus Status
    {
        get
        {
            IReadOnlyList<PartitionStatus> partitions = board.Current;
            return new EngineStatus
            {
                Engine = "standalone",
                ServiceId = database.Value.ServiceId,
                Source = engine.Source,
                StartedAt = _startedAt,
                EventsApplied = counters.Applied,
                EventsSkipped = counters.Skipped,
                DeadLettered = counters.DeadLettered,
                Commits = counters.Commits,
                UsersCommitted = counters.UsersCommitted,
                CommitsRejected = counters.CommitsRejected,
                EventsInFlight = counters.EventsInFlight,
                UsersInMemory = counters.UsersInMemory,
                PartitionsPaused = partitions.Count(partition => partition.State == PartitionState.Paused),
                Pauses = counters.Pauses,
                DatabaseConnections = sessions.OpenCount,
                Lag = partitions.Sum(partition => partition.Lag ?? 0),
                ResidentBytes = Environment.WorkingSet,
            };
        }
    }

    public IReadOnlyList<PartitionStatus> Partitions => board.Current;

    public async Task<IReadOnlyList<string>> FindObstaclesAsync(CancellationToken cancellationToken)
    {
        List<string> obstacles = await EngineObstacles.FindInDatabaseAsync(states, cancellationToken);
        if (engine.Reader is not { } reader)
        {
            obstacles.Add("the engine has not started yet");
            return obstacles;
        }

        if (!await reader.IsReachableAsync(cancellationToken))
        {
            obstacles.Add("the broker does not answer");
        }

        if (!reader.IsMember)
        {
            obstacles.Add("the consumer group has not been joined yet");
        }

        return obstacles;
    }
}
