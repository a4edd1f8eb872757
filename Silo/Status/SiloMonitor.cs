using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Silo.Status;

/// <summary>What this silo shows to the outside.</summary>
internal sealed class SiloMonitor(
    IOptions<DatabaseOptions> database,
    DatabaseSessions sessions,
    SiloRuntime runtime,
    PartitionFlows flows,
    UserCounters users,
    UserRoster roster,
    CommitCounters commits,
    OrleansConnections orleans,
    ClusterPresence presence,
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
                DatabaseConnections = sessions.OpenCount + orleans.OpenCount,
                Lag = partitions.Sum(partition => partition.Lag ?? 0),
                ResidentBytes = Environment.WorkingSet,
            };
        }
    }

    public IReadOnlyList<PartitionStatus> Partitions => [.. flows.All.Select(Describe)];

    public async Task<IReadOnlyList<string>> FindObstaclesAsync(CancellationToken cancellationToken)
    {
        var obstacles = new List<string>();
        try
        {
            await states.PingAsync(cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            obstacles.Add($"the database does not answer: {DatabaseErrors.Describe(e)}");
        }

        if (runtime.Reader is not { } reader)
        {
            obstacles.Add("the silo has not found its source yet");
        }
        else if (!await reader.Reader.IsReachableAsync(cancellationToken))
        {
            obstacles.Add("the broker does not answer");
        }

        if (!presence.IsActive)
        {
            obstacles.Add("the silo is not an active member of its cluster");
        }

        return obstacles;
    }

    private PartitionStatus Describe(PartitionFlow flow)
    {
        bool isPositioned = flow.State is PartitionState.Reading or PartitionState.Paused;
        Position? heard = runtime.Reader?.Reader.EndOf(flow.Number);
        Position? end = heard is { } position && !(position < flow.KnownEnd) ? position : flow.KnownEnd;
        Position? from = flow.Durable ?? (isPositioned ? flow.Start : null);
        return new PartitionStatus(
            flow.Number,
            flow.State,
            isPositioned ? flow.Next.ToString() : null,
            flow.Durable?.ToString(),
            end?.ToString(),
            end is { } known && from is { } counted ? Math.Max(0, (long)(known.ToNumber() - counted.ToNumber())) : null,
            flow.Error);
    }
}
