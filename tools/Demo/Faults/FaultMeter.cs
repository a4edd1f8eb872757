using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Engine.Status;

namespace PathwayOrleans.Demo.Faults;

/// <summary>Measures how the workers behave under the demo's faults.</summary>
internal sealed class FaultMeter(WorkerFleet fleet, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _starts = [];
    private int _freezes;

    internal PartitionStalls Stalls { get; } = new(time);

    internal TimeSpan? Stop { get; set; }

    internal TimeSpan? StopBesideFrozen { get; set; }

    internal TimeSpan? StopBesideDead { get; set; }

    /// <summary>Call it before a worker gets a fault.</summary>
    internal async Task BeforeAsync(Worker worker, Fault fault)
    {
        PartitionStatus[] owned = await worker.GetPartitionsAsync(CancellationToken.None) ?? [];
        Stalls.Mark(owned.Select(partition => partition.Partition), fault);
        _freezes += fault == Fault.Frozen ? 1 : 0;
    }

    /// <summary>Measures the time from the start of a worker to its first commit, unless it ends before.</summary>
    internal async Task FollowStartAsync(Worker worker, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (!worker.IsStopping && !cancellationToken.IsCancellationRequested)
        {
            if (await worker.GetStatusAsync(cancellationToken) is { Commits: > 0 })
            {
                lock (_gate)
                {
                    _starts.Add(time.GetElapsedTime(start));
                }

                return;
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal FaultResult Result()
    {
        TimeSpan[] starts;
        lock (_gate)
        {
            starts = [.. _starts.Order()];
        }

        IReadOnlyList<WorkerLog> logs = fleet.Logs;
        return new FaultResult(
            _freezes,
            Seconds(Stalls.Longest(Fault.None)),
            Seconds(Stalls.Longest(Fault.Killed)),
            Seconds(Stalls.Longest(Fault.Frozen)),
            starts.Length,
            starts.Length > 0 ? Seconds(starts[starts.Length / 2]) : null,
            starts.Length > 0 ? Seconds(starts[^1]) : null,
            Seconds(Stop),
            Seconds(StopBesideFrozen),
            Seconds(StopBesideDead),
            logs.Sum(log => log.Lines),
            logs.Sum(log => log.Warnings),
            logs.Count > 0 ? logs.Max(log => log.Lines) : 0);
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 1);

    private static double? Seconds(TimeSpan? time) => time is { } known ? Seconds(known) : null;
}
