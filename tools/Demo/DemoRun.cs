using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo.Faults;
using PathwayOrleans.Demo.Subjects;
using PathwayOrleans.Demo.View;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Demo;

/// <summary>One demo, from the first process started to the last one ended.</summary>
internal sealed class DemoRun(
    DemoOptions options, PipelineInput? pipeline, EngineChoice engine, DemoServers servers, WorkerFleet fleet, IDemoView view,
    TimeProvider time)
{
    /// <summary>Runs the demo and stops everything that it started.</summary>
    /// <returns>The exit code: success if the verification succeeds.</returns>
    internal static async Task<int> RunAsync(DemoOptions options, EngineChoice engine, CancellationToken cancellationToken)
    {
        IDemoView view = Terminal.IsInteractive
            ? new LiveTable(Terminal.Console)
            : new PlainLines(Console.Error, TimeProvider.System);
        PipelineInput? pipeline = PipelineInput.Read(options);
        view.Log(engine.ToString());
        await using DemoServers servers = await DemoServers.StartAsync(options, view.Log, cancellationToken);
        await using var fleet = new WorkerFleet(servers) { LogFolder = CreateLogFolder(options) };
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> work = new DemoRun(options, pipeline, engine, servers, fleet, view, TimeProvider.System).RunAsync(abort.Token);
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
        await using IDemoSubject subject = pipeline is null
            ? new BuiltInSubject(options, servers, session, view, time)
            : new PipelineSubject(options, pipeline, servers, view, time);
        using var gate = servers.HasEmbeddedKafka ? new DurableGate(DemoServers.Partitions) : null;
        ITopicLoad load = subject.Connect(gate);
        var database = new DatabaseObserver(session, load.Partitions, subject.Views);
        await ConnectAsync(database, cancellationToken);
        await subject.StartAsync(cancellationToken);

        using var watchEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watching = database.RunAsync(time, watchEnd.Token);
        FaultMeter? meter = options.Measure ? new FaultMeter(fleet, time) : null;
        fleet.BeforeFault = meter is null ? null : meter.BeforeAsync;
        fleet.Replaced = worker => _ = meter?.FollowStartAsync(worker, watchEnd.Token);
        var phases = new DemoPhases(options, fleet, load, subject.Messages, database, meter, view, time);
        (string source, TimeSpan duration) = await phases.RunAsync(
            Kinds(subject.Configure(servers.Setting)),
            (partition, next) =>
            {
                gate?.Report(partition, Math.Min(next, subject.NeededFrom(partition)));
                meter?.Stalls.Observe(partition, next, load.Ends()[partition]);
            },
            cancellationToken);
        await watchEnd.CancelAsync();
        await watching;

        var facts = new DemoFacts(
            engine.ResultName, source, options.Workers, fleet.Kills, database.PeakConnections, duration, meter?.Result());
        DemoOutcome outcome = await subject.ProveAsync(facts, cancellationToken);
        var report = new DemoReport(options, servers, fleet, subject.Views);
        await report.WriteAsync(outcome);
        if (options.Keep)
        {
            view.Log(report.DescribeAddresses());
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        return outcome.Holds ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static string? CreateLogFolder(DemoOptions options) =>
        options.Logs is { } folder ? Directory.CreateDirectory(folder).FullName : null;

    private IWorkerKind[] Kinds(WorkerSetting setting) => [.. engine.Phases.Select(IWorkerKind (name) =>
        name == EngineNames.Silo ? new SiloWorkers(setting, engine.SiloDll!) : new StandaloneWorkers(setting))];

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
}
