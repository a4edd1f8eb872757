using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Demo.View;

/// <summary>Collects snapshots from the producer, the workers and the database.</summary>
internal sealed class SnapshotCollector(
    WorkerFleet fleet, ITopicLoad load, DatabaseObserver database, long total, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<string, EngineStatus> _before = [];
    private long[] _durableBefore = database.Durable();
    private long _takenBefore = time.GetTimestamp();

    /// <summary>Takes a snapshot.</summary>
    internal async Task<DemoSnapshot> TakeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Worker> workers = fleet.Running;
        WorkerReport[] reports = await Task.WhenAll(workers.Select(worker => AskAsync(worker, cancellationToken)));

        double seconds = Math.Max(1e-3, time.GetElapsedTime(_takenBefore).TotalSeconds);
        _takenBefore = time.GetTimestamp();
        long[] durable = database.Durable();
        long[] starts = load.Starts();
        long[] ends = load.Ends();
        Dictionary<int, string> owners = OwnersOf(reports);
        PartitionSnapshot[] partitions = Enumerable.Range(0, ends.Length).Select(p => new PartitionSnapshot(
            p,
            owners.GetValueOrDefault(p),
            durable[p],
            Math.Max(0, ends[p] - Math.Max(durable[p], starts[p])),
            (durable[p] - _durableBefore[p]) / seconds)).ToArray();
        _durableBefore = durable;
        (long commits, long rows) = CountCommits(reports);
        long produced = load.Acknowledged;
        return new DemoSnapshot
        {
            Elapsed = time.GetElapsedTime(_start),
            Total = total,
            Produced = produced,
            Durable = Math.Max(0, produced - partitions.Sum(partition => partition.Lag)),
            EventsPerSecond = partitions.Sum(partition => partition.EventsPerSecond),
            CommitsPerSecond = commits / seconds,
            RowsPerCommit = commits > 0 ? (double)rows / commits : 0,
            DatabaseConnections = database.Connections,
            Workers = workers.Count,
            Kills = fleet.Kills,
            Partitions = partitions,
            Tables = await database.CountRowsAsync(cancellationToken),
        };
    }

    private static async Task<WorkerReport> AskAsync(Worker worker, CancellationToken cancellationToken)
    {
        Task<EngineStatus?> status = worker.GetStatusAsync(cancellationToken);
        PartitionStatus[]? partitions = await worker.GetPartitionsAsync(cancellationToken);
        return new WorkerReport(worker.Name, await status, partitions ?? []);
    }

    private static Dictionary<int, string> OwnersOf(IEnumerable<WorkerReport> reports)
    {
        var owners = new Dictionary<int, string>();
        foreach (WorkerReport report in reports)
        {
            foreach (PartitionStatus partition in report.Partitions)
            {
                owners[partition.Partition] = partition.State == PartitionState.Reading
                    ? report.Worker
                    : $"{report.Worker} ({partition.State.ToString().ToLowerInvariant()})";
            }
        }

        return owners;
    }

    // A worker's counters start at 0 with its process, so the counters of a new worker count in full.
    private (long Commits, long Rows) CountCommits(IEnumerable<WorkerReport> reports)
    {
        long commits = 0;
        long rows = 0;
        foreach (WorkerReport report in reports)
        {
            if (report.Status is { } status)
            {
                EngineStatus? before = _before.GetValueOrDefault(report.Worker);
                commits += status.Commits - (before?.Commits ?? 0);
                rows += status.UsersCommitted - (before?.UsersCommitted ?? 0);
                _before[report.Worker] = status;
            }
        }

        return (commits, rows);
    }

    private sealed record WorkerReport(string Worker, EngineStatus? Status, PartitionStatus[] Partitions);
}
