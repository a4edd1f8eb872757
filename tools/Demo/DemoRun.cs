using PathwayOrleans.Aggregation;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo.Faults;
using PathwayOrleans.Demo.Proof;
using PathwayOrleans.Demo.View;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Demo;

/// <summary>One demo, from the first process started to the last one ended.</summary>
internal sealed class DemoRun(
    DemoOptions options, EngineChoice engine, DemoServers servers, WorkerFleet fleet, IDemoView view, TimeProvider time)
{
    /// <summary>Runs the demo and stops everything that it started.</summary>
    /// <returns>The exit code: success if the verification succeeds.</returns>
    internal static async Task<int> RunAsync(DemoOptions options, EngineChoice engine, CancellationToken cancellationToken)
    {
        IDemoView view = Terminal.IsInteractive
            ? new LiveTable(Terminal.Console)
            : new PlainLines(Console.Error, TimeProvider.System);
        view.Log(engine.ToString());
        await using DemoServers servers = await DemoServers.StartAsync(options, view.Log, cancellationToken);
        await using var fleet = new WorkerFleet(servers) { LogFolder = CreateLogFolder(options) };
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> work = new DemoRun(options, engine, servers, fleet, view, TimeProvider.System).RunAsync(abort.Token);
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
        await using var session = new DatabaseSession(servers.Database, DatabaseObserver.ApplicationName);
        using var gate = servers.HasEmbeddedKafka ? new DurableGate(DemoServers.Partitions) : null;
        using var generator = new LoadGenerator(
            servers.Kafka, options.Load with { UserPrefix = servers.UserPrefix }, options.Rate, time, view.Log, gate,
            keepsLog: options.Windows);
        var database = new DatabaseObserver(session, generator.Partitions);
        await ConnectAsync(database, cancellationToken);

        using var watchEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watching = database.RunAsync(time, watchEnd.Token);
        FaultMeter? meter = options.Measure ? new FaultMeter(fleet, time) : null;
        fleet.BeforeFault = meter is null ? null : meter.BeforeAsync;
        fleet.Replaced = worker => _ = meter?.FollowStartAsync(worker, watchEnd.Token);
        var phases = new DemoPhases(options, fleet, generator, database, meter, view, time);
        (string source, TimeSpan duration) = await phases.RunAsync(
            Kinds(),
            (partition, next) =>
            {
                gate?.Report(partition, next);
                meter?.Stalls.Observe(partition, next, generator.Ends()[partition]);
            },
            cancellationToken);
        await watchEnd.CancelAsync();
        await watching;

        (ProofResult proof, WindowProofResult? windows) = await ProveAsync(
            new ProofReader(session), generator, source, cancellationToken);
        DemoResult result = Summarize(proof, windows, database, duration) with { Faults = meter?.Result() };
        var report = new DemoReport(options, servers, fleet);
        await report.WriteAsync(result, proof, windows);
        if (options.Keep)
        {
            view.Log(report.DescribeAddresses());
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        return proof.Holds && windows?.Holds != false ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static string? CreateLogFolder(DemoOptions options) =>
        options.Logs is { } folder ? Directory.CreateDirectory(folder).FullName : null;

    private IWorkerKind[] Kinds() => [.. engine.Phases.Select(IWorkerKind (name) =>
        name == EngineNames.Silo ? new SiloWorkers(Setting, engine.SiloDll!) : new StandaloneWorkers(Setting))];

    private WorkerSetting Setting => servers.Setting with { HasWindows = options.Windows };

    private async Task ConnectAsync(DatabaseObserver database, CancellationToken cancellationToken)
    {
        try
        {
            await database.PollAsync(cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            throw new CommandFailedException(
                $"{DatabaseConfiguration.Describe(servers.Database)} cannot be used: {DatabaseErrors.Describe(e)}. " +
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

        // The user's topic may contain malformed messages from before this run, and may receive more after it.
        letters.RemoveAll(letter =>
            !servers.HasEmbeddedKafka && (letter.Offset < starts[letter.Partition] || letter.Offset >= ends[letter.Partition]));
        IReadOnlyList<UserTotals> users = await reader.ReadUsersAsync(servers.UserPrefix, cancellationToken);
        if (!options.Windows)
        {
            return (ExactnessProof.Compare(expectation.Users, users, expectation.Malformed, letters), null);
        }

        view.Log("computing the expected windows");
        var expected = new WindowExpectation(DemoWindows.Definitions, DemoWindows.Watermarks);
        foreach (IEnumerable<PlacedEvent> events in expectation.Log(
            number => SourcePartition.Of(source, number), time.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            expected.AddPartition(events);
        }

        ILookup<bool, DeadLetterRow> byTime = letters.ToLookup(WindowProof.IsDueToEventTime);
        return (
            ExactnessProof.Compare(expected.Users, users, expectation.Malformed, [.. byTime[false]]),
            WindowProof.Compare(expected, await reader.ReadWindowsAsync(servers.UserPrefix, cancellationToken), byTime[true]));
    }

    private DemoResult Summarize(ProofResult proof, WindowProofResult? windows, DatabaseObserver database, TimeSpan duration) =>
        new(
        engine.ResultName,
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
