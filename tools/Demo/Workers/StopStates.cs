using PathwayOrleans.Demo.Faults;

namespace PathwayOrleans.Demo.Workers;

/// <summary>
/// Measures how long workers take to stop (SIGTERM) in three states of the fleet: all others live, the only other one is frozen,
/// and the only other one was just killed. Starts all workers anew at the end.
/// </summary>
internal sealed class StopStates(WorkerFleet fleet, IWorkerKind kind, int workers, FaultMeter meter, Action<string> log)
{
    // A worker that takes longer is killed, and this time is reported.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Measures. Partitions have no reader meanwhile, so their progress is not measured any more.</summary>
    /// <param name="untilReady">Waits until all workers read.</param>
    internal async Task RunAsync(Func<Task> untilReady)
    {
        meter.Stalls.End();
        meter.Stop = await StopAsync(fleet.Running[0], "while all live");

        await EnsureTwoAsync(untilReady);
        Worker frozen = fleet.Running[0];
        frozen.Freeze();
        meter.StopBesideFrozen = await StopAsync(fleet.Running[1], "beside a frozen one");
        frozen.Kill();
        await frozen.Removed;

        await EnsureTwoAsync(untilReady);
        Worker killed = fleet.Running[0];
        killed.Kill();
        meter.StopBesideDead = await StopAsync(fleet.Running.First(worker => worker != killed), "beside a killed one");

        fleet.Start(kind, workers);
    }

    // Others end first, so that exactly two are left.
    private async Task EnsureTwoAsync(Func<Task> untilReady)
    {
        foreach (Worker surplus in fleet.Running.Skip(2))
        {
            await StopAsync(surplus, "to leave two");
        }

        if (fleet.Running.Count < 2)
        {
            fleet.Start(kind, 2 - fleet.Running.Count);
        }

        await untilReady();
    }

    private async Task<TimeSpan> StopAsync(Worker worker, string state)
    {
        TimeSpan duration = await worker.StopAsync(Patience);
        await worker.Removed;
        log(FormattableString.Invariant($"stopped {worker.Name} {state} in {duration.TotalSeconds:0.0} s"));
        return duration;
    }
}
