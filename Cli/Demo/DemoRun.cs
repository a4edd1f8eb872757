using PathwayOrleans.Aggregation;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Cli.Demo.Engines;
using PathwayOrleans.Cli.Demo.Proof;
using PathwayOrleans.Cli.Demo.View;
using PathwayOrleans.Cli.Demo.Watch;
using PathwayOrleans.Cli.Demo.Windows;
using PathwayOrleans.Cli.Demo.Workers;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Cli.Demo;

/// <summary>One demo, from the first process started to the last one ended.</summary>
internal sealed class DemoRun(
    DemoOptions options, EngineChoice engine, DemoStage stage, WorkerFleet fleet, IDemoView view, TimeProvider time)
{
    /// <summary>Runs it and cleans up, however it ends.</summary>
    /// <returns>The exit code: success where the proof holds.</returns>
    internal static async Task<int> RunAsync(DemoOptions options, EngineChoice engine, CancellationToken cancellationToken)
    {
        IDemoView view = Terminal.IsInteractive ? new LiveTable(Terminal.Console) : new PlainLines(Console.Error, TimeProvider.System);
        view.Say(engine.ToString());
        await using DemoStage stage = await DemoStage.SetAsync(options, view.Say, cancellationToken);
        await using var fleet = new WorkerFleet(stage);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> work = new DemoRun(options, engine, stage, fleet, view, TimeProvider.System).RunAsync(abort.Token);
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
        using var generator = new LoadGenerator(
            stage.Kafka, options.Load with { UserPrefix = stage.UserPrefix }, options.Rate, time, view.Say, gate, keepsLog: options.Windows);
        var database = new DatabaseWatch(session, generator.Partitions);
        await ConnectAsync(database, cancellationToken);

        using var watchEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watching = database.RunAsync(time, watchEnd.Token);
        var relay = new DemoRelay(options, fleet, generator, database, view, time);
        (string source, TimeSpan duration) = await relay.RunAsync(Kinds(), gate is null ? null : gate.Report, cancellationToken);
        await watchEnd.CancelAsync();
        await watching;

        (ProofResult proof, WindowProofResult? windows) = await ProveAsync(new ProofReader(session), generator, source, cancellationToken);
        DemoResult result = Summarize(proof, windows, database, duration);
        var report = new DemoReport(options, stage, fleet);
        await report.WriteAsync(result, proof, windows);
        if (options.Keep)
        {
            view.Say(report.DescribeWhatIsKept());
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        return proof.Holds && windows?.Holds != false ? ExitCodes.Success : ExitCodes.Failure;
    }

    private IWorkerKind[] Kinds() => [.. engine.InTurn.Select(IWorkerKind (name) =>
        name == EngineNames.Cluster ? new SiloWorkers(Setting, engine.SiloDll!) : new StandaloneWorkers(Setting))];

    private WorkerSetting Setting => stage.Setting with { HasWindows = options.Windows };

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

    private async Task<(ProofResult Proof, WindowProofResult? Windows)> ProveAsync(
        ProofReader reader, LoadGenerator generator, string source, CancellationToken cancellationToken)
    {
        LoadExpectation expectation = generator.Expectation;
        long[] starts = generator.Starts();
        long[] ends = generator.Ends();
        List<DeadLetterRow> letters = [.. await reader.ReadDeadLettersAsync(source, cancellationToken)];

        // The user's own topic may have had malformed messages before this run, and may get more after it.
        letters.RemoveAll(letter =>
            !stage.HasEmbeddedKafka && (letter.Offset < starts[letter.Partition] || letter.Offset >= ends[letter.Partition]));
        IReadOnlyList<UserTotals> users = await reader.ReadUsersAsync(stage.UserPrefix, cancellationToken);
        if (!options.Windows)
        {
            return (ExactnessProof.Compare(expectation.Users, users, expectation.Malformed, letters), null);
        }

        view.Say("working out what every window has to be");
        var expected = new WindowExpectation(DemoWindows.Definitions, DemoWindows.Clock);
        foreach (IEnumerable<PlacedEvent> events in expectation.Log(number => SourcePartition.Of(source, number)))
        {
            expected.AddPartition(events);
        }

        ILookup<bool, DeadLetterRow> byTime = letters.ToLookup(WindowProof.Concerns);
        return (
            ExactnessProof.Compare(expected.Users, users, expectation.Malformed, [.. byTime[false]]),
            WindowProof.Compare(expected, await reader.ReadWindowsAsync(stage.UserPrefix, cancellationToken), byTime[true]));
    }

    private DemoResult Summarize(ProofResult proof, WindowProofResult? windows, DatabaseWatch database, TimeSpan duration) => new(
        engine.Name,
        proof.Produced + (windows?.Future ?? 0),
        proof.Applied,
        proof.Lost,
        proof.Duplicated,
        proof.DeadLetters,
        proof.Users,
        options.Workers,
        fleet.Kills,
        database.PeakConnections,
        Math.Round(duration.TotalSeconds, 3),
        duration > TimeSpan.Zero ? (long)(proof.Applied / duration.TotalSeconds) : 0,
        windows?.Rows,
        windows?.Mismatches,
        windows?.Late,
        windows?.Future);
}
