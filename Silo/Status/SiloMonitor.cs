using Microsoft.Extensions.Options;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Silo.Status;

/// <summary>What this silo shows to the outside.</summary>
internal sealed class SiloMonitor(
    IOptions<DatabaseOptions> database,
    SiloRuntime runtime,
    PartitionFlows flows,
    UserCounters users,
    UserRoster roster,
    CommitCounters commits,
    OpenConnections connections,
    ISiloStatusOracle oracle,
    StateReader states,
    TimeProvider time) : IEngineMonitor
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public EngineStatus Status
    {
        get
        {
            IReadOnlyList<PartitionStatus> partitions = Partitions;
            return new EngineStatus
            {
                Engine = "cluster",
                ServiceId = database.Value.ServiceId,
                Source = runtime.Source,
                StartedAt = _startedAt,
                EventsApplied = users.Applied,
                EventsSkipped = users.Skipped,
                DeadLettered = commits.DeadLettered,
                Commits = commits.Commits,
                UsersCommitted = commits.Users,
                CommitsRejected = users.Conflicts,
                EventsInFlight = flows.All.Sum(flow => (long)flow.InFlight),
                UsersInMemory = roster.Count,
                PartitionsPaused = partitions.Count(partition => partition.State == PartitionState.Paused),
                Pauses = runtime.Reader?.Pauses ?? 0,
                DatabaseConnections = connections.Count,
                Lag = partitions.Sum(partition => partition.Lag ?? 0),
                ResidentBytes = Environment.WorkingSet,
            };
        }
    }

    public IReadOnlyList<PartitionStatus> Partitions => [.. flows.All.Select(Describe)];

    public async Task<IReadOnlyList<string>> FindObstaclesAsync(CancellationToken cancellationToken)
    {
        List<string> obstacles = await EngineObstacles.FindInDatabaseAsync(states, cancellationToken);
        if (runtime.Reader is not { } reader)
        {
            obstacles.Add("the silo has not found its source yet");
        }
        else if (!await reader.Reader.IsReachableAsync(cancellationToken))
        {
            obstacles.Add("the broker does not answer");
        }

        if (oracle.CurrentStatus != SiloStatus.Active)
        {
            obstacles.Add("the silo is not an active member of its cluster");
        }

        return obstacles;
    }

    private PartitionStatus Describe(PartitionFlow flow) => new PartitionBooks
    {
        Number = flow.Number,
        State = flow.State,
        Next = flow.Next,
        Start = flow.Start,
        Durable = flow.Durable,
        KnownEnd = flow.KnownEnd,
        HeardEnd = runtime.Reader?.Reader.EndOf(flow.Number),
        Error = flow.Error,
    }.ToStatus();
}
