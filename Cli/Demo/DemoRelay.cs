using PathwayOrleans.Cli.Demo.View;
using PathwayOrleans.Cli.Demo.Watch;
using PathwayOrleans.Cli.Demo.Workers;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Cli.Demo;

/// <summary>Has kinds of workers do equal parts of the load, one kind after the other, each going on where the one before ended.</summary>
internal sealed class DemoRelay(
    DemoOptions options, WorkerFleet fleet, LoadGenerator generator, DatabaseWatch database, IDemoView view, TimeProvider time)
{
    /// <summary>Runs to the end of the load; the last kind's workers are left running.</summary>
    /// <param name="kinds">The kinds of workers, in turn.</param>
    /// <param name="onDurable">Hears of each partition's durable position, again and again; null for nobody.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The source, and how long the work took: without starts and change-overs.</returns>
    /// <exception cref="CommandFailedException">The workers do not start, stand still, or do not go on where others ended.</exception>
    internal async Task<(string Source, TimeSpan Duration)> RunAsync(
        IReadOnlyList<IWorkerKind> kinds, Action<int, long>? onDurable, CancellationToken cancellationToken)
    {
        string? source = null;
        TimeSpan duration = TimeSpan.Zero;
        SnapshotTaker? snapshots = null;
        for (int turn = 0; turn < kinds.Count; turn++)
        {
            string found = await StartAsync(kinds[turn], cancellationToken);
            RequireSame(source, found, kinds[turn]);
            source = found;
            database.Follow(source, onDurable);
            snapshots ??= new SnapshotTaker(fleet, generator, database, options.Messages, time);
            duration += await ProduceAsync(snapshots, PartOf(options.Messages, turn, kinds.Count), cancellationToken);
            if (turn + 1 < kinds.Count)
            {
                view.Say($"stopping the {kinds[turn].Plural}: {kinds[turn + 1].Plural} go on from here");
                await fleet.StopAsync();
            }
        }

        return (source!, duration);
    }

    /// <summary>How many of the messages a turn has, so that all turns together have them all.</summary>
    internal static long PartOf(long messages, int turn, int turns) => (messages / turns) + (turn < messages % turns ? 1 : 0);

    private async Task<string> StartAsync(IWorkerKind kind, CancellationToken cancellationToken)
    {
        view.Say($"starting {options.Workers} {kind.Plural}");
        fleet.Start(kind, options.Workers);
        string source = await new WorkerStart(fleet, kind, generator.Partitions, time).UntilReadyAsync(cancellationToken);
        if (fleet.FindDashboard() is { } dashboard)
        {
            view.Say($"dashboard at {dashboard}");
        }

        return source;
    }

    // Positions are kept under the source's name: under another one the same records would count again.
    private static void RequireSame(string? before, string now, IWorkerKind kind)
    {
        if (before is not null && before != now)
        {
            throw new CommandFailedException(
                $"The {kind.Plural} call the source '{now}' and those before them '{before}', so they would not go on where those ended. " +
                "Give it one name with Pathway__Kafka__SourceName.");
        }
    }

    private async Task<TimeSpan> ProduceAsync(SnapshotTaker snapshots, long messages, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TimeSpan> load = new DemoLoad(generator, database, fleet, time).RunAsync(messages, stop.Token);
        Task killing = KillUntilAsync(load, stop.Token);
        try
        {
            await view.ShowAsync(snapshots, load, cancellationToken);
            await killing;
            return await load;
        }
        finally
        {
            // Neither may go on while what it uses is taken down.
            await stop.CancelAsync();
            await ((Task)load).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await killing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KillUntilAsync(Task load, CancellationToken cancellationToken)
    {
        var killer = new WorkerKiller(
            fleet, TimeSpan.FromSeconds(options.KillEvery), options.Load.Seed, () => database.Durable().Sum(), time, view.Say);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task killing = killer.RunAsync(done.Token);
        await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await done.CancelAsync();
        await killing;
    }
}
