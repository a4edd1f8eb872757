using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests.Harness;

/// <summary>An engine in this process, with a scripted source and a real database.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    internal const string Source = "scripted";

    private readonly DatabaseSession _writerSession;
    private readonly DatabaseSession _readerSession;
    private readonly CancellationTokenSource _stop = new();
    private readonly Mailbox _mailbox = new();
    private readonly PathwayMetrics _metrics = new();
    private readonly StandaloneEngine _engine;
    private readonly Task _running;

    private EngineUnderTest(
        ScriptedReader reader,
        DatabaseOptions options,
        DatabaseSession writer,
        DatabaseSession states,
        CommitWriter commits,
        ActivePipeline pipeline,
        EventTimeSettings settings,
        TimeProvider time,
        EngineOptions? engine,
        string source)
    {
        _writerSession = writer;
        _readerSession = states;
        var retry = new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance);
        var stateReader = new StateReader(states, options);
        var finished = new FinishedInputs();
        EngineOptions bounds = engine ?? new EngineOptions();
        CommitBounds commitBounds = bounds.ToCommitBounds();
        Counters = new EngineCounters();
        _engine = new StandaloneEngine(new EngineDependencies
        {
            Options = bounds,
            Reader = reader,
            Partitions = new PartitionTable(source),
            Positioner = new PartitionPositioner(reader, stateReader, retry, TimeProvider.System, NullLogger.Instance),
            Counter = new RecordCounter(
                pipeline,
                settings,
                EventRules.Default,
                new UserStateReader(stateReader, finished, commitBounds),
                states,
                NullLogger.Instance),
            Applier = new RecordApplier(),
            Finished = finished,
            CommitBounds = commitBounds,
            EventTime = settings,
            Failed = new FailedEvents(),
            Writer = commits,
            Retry = retry,
            Mailbox = _mailbox,
            Counters = Counters,
            Snapshot = new PartitionStatusSnapshot(TimeProvider.System),
            Metrics = _metrics,
            Time = time,
            Logger = NullLogger.Instance,
        });
        _running = Task.Factory.StartNew(
            () => _engine.Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    internal EngineCounters Counters { get; }

    /// <param name="reader">The source.</param>
    /// <param name="database">The database.</param>
    /// <param name="sql">The pipeline; null for the built-in one.</param>
    /// <param name="maxOpenWindows">The maximum of open windows of a key.</param>
    /// <param name="idleTimeout">The idle timeout; null for a minute.</param>
    /// <param name="time">The clock of the engine.</param>
    /// <param name="engine">Its bounds.</param>
    /// <param name="source">The name of the source.</param>
    internal static async Task<EngineUnderTest> StartAsync(
        ScriptedReader reader, PostgresForTests database, string? sql = null, int maxOpenWindows = 1_000,
        TimeSpan? idleTimeout = null, TimeProvider? time = null, EngineOptions? engine = null, string source = Source)
    {
        var options = new DatabaseOptions { ConnectionString = database.Url };
        var writer = new DatabaseSession(options, "pathway-test-writer");
        var states = new DatabaseSession(options, "pathway-test-reader");
        var retry = new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance);
        await new SchemaStartup(new SchemaMigrator(NullLogger<SchemaMigrator>.Instance), retry).PrepareAsync(
            states, CancellationToken.None);
        PipelineDefinition definition = sql is null ? BuiltInPipeline.Definition : PipelineBinder.Bind(sql);
        var settings = new EventTimeSettings(
            new WatermarkSettings(definition.Source.WatermarkDelay, WatermarkSettings.Default.MaxAhead),
            idleTimeout ?? TimeSpan.FromMinutes(1),
            maxOpenWindows,
            definition.MaterializedViews.Any(view => view.Window is not null));
        ActivePipeline pipeline = await CountedUsers.RegisterAsync(definition, states, retry, settings.IdleTimeout);
        var commits = new CommitWriter(writer, retry, options, TimeProvider.System, NullLogger<CommitWriter>.Instance);
        await commits.RegisterAsync(CancellationToken.None);
        return new EngineUnderTest(
            reader, options, writer, states, commits, pipeline, settings, time ?? TimeProvider.System, engine, source);
    }

    /// <summary>Waits until the database has a durable position of a partition.</summary>
    internal static Task DurableAsync(PostgresForTests database, int partition, long next) => Eventually.SucceedsAsync(
        async () => (await database.RowsAsync(
            $"SELECT next_offset FROM source_progress WHERE source = '{Source}' AND partition = {partition}")).SequenceEqual(
                [$"{next}"]),
        $"partition {partition} durable below {next}");

    internal async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _engine.Dispose();
        _stop.Dispose();
        _mailbox.Dispose();
        _metrics.Dispose();
        await _writerSession.DisposeAsync();
        await _readerSession.DisposeAsync();
    }
}
