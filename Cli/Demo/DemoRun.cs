using PathwayOrleans.Cli.Database;
using PathwayOrleans.Cli.Demo.Proof;
using PathwayOrleans.Cli.Demo.View;
using PathwayOrleans.Cli.Demo.Watch;
using PathwayOrleans.Cli.Demo.Workers;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Cli.Demo;

/// <summary>One demo, from the first process started to the last one ended.</summary>
internal sealed class DemoRun(DemoOptions options, DemoStage stage, WorkerFleet fleet, IDemoView view, TimeProvider time)
{
    /// <summary>Runs it and cleans up, however it ends.</summary>
    /// <returns>The exit code: success where the proof holds.</returns>
    internal static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        IDemoView view = Terminal.IsInteractive ? new LiveTable(Terminal.Console) : new PlainLines(Console.Error, TimeProvider.System);
        await using DemoStage stage = await DemoStage.SetAsync(options, view.Say, cancellationToken);
        await using var fleet = new WorkerFleet(stage);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> work = new DemoRun(options, stage, fleet, view, TimeProvider.System).RunAsync(abort.Token);
        if (await Task.WhenAny(work, fleet.Failed) == work)
        {
            return await work;
        }

        await abort.CancelAsync();
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await fleet.Failed;
        return ExitCodes.Failure;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var session = new DatabaseSession(stage.Database, DatabaseWatch.ApplicationName);
        using var gate = stage.HasEmbeddedKafka ? new DurableGate(DemoStage.Partitions) : null;
        using var generator = new LoadGenerator(stage.Kafka, Load(), options.Rate, time, view.Say, gate);
        var database = new DatabaseWatch(session, generator.Partitions);
        await ConnectAsync(database, cancellationToken);

        using var watchEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watching = database.RunAsync(time, watchEnd.Token);
        string source = await StartWorkersAsync(generator.Partitions, cancellationToken);
        database.Follow(source, gate is null ? null : gate.Report);

        TimeSpan duration = await ProduceAsync(generator, database, cancellationToken);
        await watchEnd.CancelAsync();
        await watching;

        ProofResult proof = await ProveAsync(new ProofReader(session), generator, source, cancellationToken);
        DemoResult result = Summarize(proof, database, duration);
        await ReportAsync(result, proof);
        if (options.Keep)
        {
            await KeepAsync(cancellationToken);
        }

        return proof.Holds ? ExitCodes.Success : ExitCodes.Failure;
    }

    private LoadOptions Load() => new()
    {
        Events = options.Events,
        Users = options.Users,
        Skew = options.Skew,
        Malformed = options.Malformed,
        Seed = options.Seed,
        UserPrefix = stage.UserPrefix,
    };

    private async Task ConnectAsync(DatabaseWatch database, CancellationToken cancellationToken)
    {
        try
        {
            await database.LookAsync(cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            throw new CommandFailedException(
                $"{DatabaseSettings.Describe(stage.Database)} cannot be used: {DatabaseErrors.Describe(e)}. " +
                "Check --database and that Postgres runs there.",
                e);
        }
    }

    private async Task<string> StartWorkersAsync(int partitions, CancellationToken cancellationToken)
    {
        view.Say($"starting {options.Workers} workers");
        fleet.Start(options.Workers);
        return await new WorkerStart(fleet, partitions, time).UntilReadyAsync(cancellationToken);
    }

    private async Task<TimeSpan> ProduceAsync(LoadGenerator generator, DatabaseWatch database, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var snapshots = new SnapshotTaker(fleet, generator, database, options.Events + options.Malformed, time);
        Task<TimeSpan> load = new DemoLoad(generator, database, fleet, time).RunAsync(stop.Token);
        Task killing = KillUntilAsync(load, database, stop.Token);
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

    private async Task KillUntilAsync(Task load, DatabaseWatch database, CancellationToken cancellationToken)
    {
        var killer = new WorkerKiller(
            fleet, TimeSpan.FromSeconds(options.KillEvery), options.Seed, () => database.Durable().Sum(), time, view.Say);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task killing = killer.RunAsync(done.Token);
        await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await done.CancelAsync();
        await killing;
    }

    private async Task<ProofResult> ProveAsync(ProofReader reader, LoadGenerator generator, string source, CancellationToken cancellationToken)
    {
        LoadExpectation expectation = generator.Expectation;
        long[] starts = generator.Starts();
        long[] ends = generator.Ends();
        List<DeadLetterRow> letters = await reader.ReadDeadLettersAsync(source, cancellationToken);

        // The user's own topic may have had malformed messages before this run, and may get more after it.
        letters.RemoveAll(letter =>
            !stage.HasEmbeddedKafka && (letter.Offset < starts[letter.Partition] || letter.Offset >= ends[letter.Partition]));
        return ExactnessProof.Compare(
            expectation.Users, await reader.ReadUsersAsync(stage.UserPrefix, cancellationToken), expectation.Malformed, letters);
    }

    private DemoResult Summarize(ProofResult proof, DatabaseWatch database, TimeSpan duration) => new(
        options.Engine,
        proof.Produced,
        proof.Applied,
        proof.Lost,
        proof.Duplicated,
        proof.DeadLetters,
        proof.Users,
        options.Workers,
        fleet.Kills,
        database.PeakConnections,
        Math.Round(duration.TotalSeconds, 3),
        duration > TimeSpan.Zero ? (long)(proof.Applied / duration.TotalSeconds) : 0);

    private async Task ReportAsync(DemoResult result, ProofResult proof)
    {
        foreach (string difference in proof.Differences)
        {
            await Console.Error.WriteLineAsync($"error: {difference}");
        }

        if (!proof.Holds)
        {
            await Console.Error.WriteLineAsync(fleet.DescribeOutput());
        }

        if (!options.Json)
        {
            await Console.Out.WriteLineAsync(ProofText.Write(result, proof));
        }
        else
        {
            await Console.Out.WriteLineAsync(result.ToJson());
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        view.Say($"""
            everything is left running until Ctrl-C
              Postgres  {stage.DatabaseUrl ?? DatabaseSettings.Describe(stage.Database)}
              Kafka     {stage.Kafka.BootstrapServers}, topic {stage.Kafka.Topic}
              workers   {string.Join(", ", fleet.Living.Select(worker => $"{worker.Name} {worker.Url}api/status"))}
            """);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }
}
