using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo.Faults;
using PathwayOrleans.Demo.View;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Demo;

/// <summary>
/// Processes the load in equal parts, a phase for each kind of workers. Each phase continues at the durable positions of the
/// previous one.
/// </summary>
internal sealed class DemoPhases(
    DemoOptions options, WorkerFleet fleet, ITopicLoad load, long total, DatabaseObserver database, FaultMeter? meter,
    IDemoView view, TimeProvider time)
{
    // The share of the messages that are produced while stopping is measured.
    private const double ShareOfStops = 0.1;

    /// <summary>Runs all phases; the workers of the last phase are left running.</summary>
    /// <param name="kinds">The kinds of workers in the order of the phases.</param>
    /// <param name="onDurable">Called repeatedly with each partition and its durable position; may be null.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>The source, and the duration of the phases without starting and stopping workers.</returns>
    /// <exception cref="CommandFailedException">
    /// The workers do not start, make no progress, or use another source name than the workers before them.
    /// </exception>
    internal async Task<(string Source, TimeSpan Duration)> RunAsync(
        IReadOnlyList<IWorkerKind> kinds, Action<int, long>? onDurable, CancellationToken cancellationToken)
    {
        string? source = null;
        TimeSpan duration = TimeSpan.Zero;
        SnapshotCollector? snapshots = null;
        for (int turn = 0; turn < kinds.Count; turn++)
        {
            string found = await StartAsync(kinds[turn], cancellationToken);
            RequireSame(source, found, kinds[turn]);
            source = found;
            database.Follow(source, onDurable);
            snapshots ??= new SnapshotCollector(fleet, load, database, total, time);
            long messages = PartOf(total, turn, kinds.Count);
            bool measuresStops = meter is not null && turn + 1 == kinds.Count;
            long last = measuresStops ? (long)(messages * ShareOfStops) : 0;
            duration += await ProduceAsync(snapshots, messages - last, KillUntilAsync, cancellationToken);
            if (measuresStops)
            {
                IWorkerKind kind = kinds[turn];
                duration += await ProduceAsync(
                    snapshots, last, (producing, token) => StopUntilAsync(kind, producing, token), cancellationToken);
            }

            if (turn + 1 < kinds.Count)
            {
                view.Log($"stopping the {kinds[turn].Plural}: {kinds[turn + 1].Plural} continue from here");
                await fleet.StopAsync();
            }
        }

        return (source!, duration);
    }

    /// <summary>The number of messages of a phase; the numbers of all phases add up to all messages.</summary>
    internal static long PartOf(long messages, int turn, int turns) => (messages / turns) + (turn < messages % turns ? 1 : 0);

    private async Task<string> StartAsync(IWorkerKind kind, CancellationToken cancellationToken)
    {
        view.Log($"starting {options.Workers} {kind.Plural}");
        fleet.Start(kind, options.Workers);
        string source = await new WorkerReadiness(fleet, kind, load.Partitions, time).UntilReadyAsync(cancellationToken);
        if (fleet.FindDashboard() is { } dashboard)
        {
            view.Log($"dashboard at {dashboard}");
        }

        return source;
    }

    // Positions are stored under the source's name. Under another name the same records would count again.
    private static void RequireSame(string? before, string now, IWorkerKind kind)
    {
        if (before is not null && before != now)
        {
            throw new CommandFailedException(
                $"The {kind.Plural} use the source name '{now}', and the workers before them used '{before}', so their " +
                "positions would not be continued. Set Pathway__Kafka__SourceName to one name.");
        }
    }

    private async Task<TimeSpan> ProduceAsync(
        SnapshotCollector snapshots,
        long messages,
        Func<Task, CancellationToken, Task> disturb,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TimeSpan> producing = new DemoLoad(load, database, fleet, time).RunAsync(messages, stop.Token);
        Task killing = disturb(producing, stop.Token);
        try
        {
            await view.ShowAsync(snapshots, producing, cancellationToken);
            await killing;
            return await producing;
        }
        finally
        {
            // Both must end before the resources that they use are disposed of.
            await stop.CancelAsync();
            await ((Task)producing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await killing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KillUntilAsync(Task producing, CancellationToken cancellationToken)
    {
        var killer = new WorkerKiller(
            fleet, TimeSpan.FromSeconds(options.KillEvery), options.Load.Seed, () => database.Durable().Sum(), time, view.Log);
        var freezer = new WorkerFreezer(
            fleet, TimeSpan.FromSeconds(options.FreezeEvery), TimeSpan.FromSeconds(options.FreezeFor), options.Load.Seed, time,
            view.Log);
        using var durable = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task disturbing = Task.WhenAll(killer.RunAsync(durable.Token, cancellationToken), freezer.RunAsync(durable.Token));
        await producing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await durable.CancelAsync();
        await disturbing;
    }

    private async Task StopUntilAsync(IWorkerKind kind, Task producing, CancellationToken cancellationToken)
    {
        var readiness = new WorkerReadiness(fleet, kind, load.Partitions, time);
        await new StopStates(fleet, kind, options.Workers, meter!, view.Log).RunAsync(
            () => readiness.UntilReadyAsync(cancellationToken));
        await producing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
