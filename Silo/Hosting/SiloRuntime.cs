using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Metrics;
using PathwayOrleans.Silo.Reading;
using PathwayOrleans.Silo.Status;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// What has to be there before the silo joins its cluster (schema, writer, the source's identity and partitions), for
/// as long as that takes; and what ends after everything else: reading and writing.
/// </summary>
internal sealed class SiloRuntime(
    SchemaStartup schema,
    DatabaseSessions sessions,
    CommitWriter writer,
    GroupCommit commits,
    CommitCounters counters,
    WindowCatalog catalog,
    WindowSettings windows,
    SourceIdentityResolver identity,
    PartitionFlows flows,
    UserBudget budget,
    StateReader states,
    DatabaseRetry retry,
    IOptions<KafkaOptions> kafka,
    IOptions<EngineOptions> engine,
    IOptions<SiloOptions> silo,
    ILocalSiloDetails local,
    IOptions<ClusterOptions> cluster,
    PathwayMetrics metrics,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILoggerFactory loggers) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly ILogger<SiloRuntime> _logger = loggers.CreateLogger<SiloRuntime>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _active = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _watching = Task.CompletedTask;

    /// <summary>Whether reading or writing ended by an error.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>The source's name, once it is known.</summary>
    internal string? Source { get; private set; }

    /// <summary>How many partitions the source has, once it is known.</summary>
    internal int Partitions { get; private set; }

    /// <summary>The reader, once it runs.</summary>
    internal SiloReader? Reader { get; private set; }

    internal PartitionLanes Lanes { get => field ?? throw NotPrepared(); private set; }

    internal PartitionQueueMapper QueueMapper { get => field ?? throw NotPrepared(); private set; }

    /// <summary>Completes when the silo is an active member of its cluster.</summary>
    internal Task Active => _active.Task;

    public void Participate(ISiloLifecycle observer)
    {
        observer.Subscribe(nameof(SiloRuntime), ServiceLifecycleStage.First, StartAsync, StopAsync);
        observer.Subscribe(nameof(SiloRuntime), ServiceLifecycleStage.Active + 1, _ =>
        {
            _active.TrySetResult();
            return Task.CompletedTask;
        });
    }

    public void Dispose() => _stopping.Dispose();

    private static InvalidOperationException NotPrepared() => new("The silo has not been prepared yet.");

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await schema.PrepareAsync(sessions.Reader, cancellationToken);
        await writer.RegisterAsync(cancellationToken);
        await catalog.RegisterAsync(windows.Windows, windows.IdleTimeout, cancellationToken);
        Source = await identity.ResolveAsync(cancellationToken);
        Partitions = await identity.CountPartitionsAsync(cancellationToken);
        _logger.SourceFound(silo.Value.SiloName, cluster.Value.ClusterId, Source, Partitions);

        commits.Failed = e => Fail(() => _logger.WritingFailed(e, e.Message));
        commits.Committed = (batch, outcome) =>
        {
            counters.Add(batch);
            metrics.Record(batch, outcome);
        };
        StartReading(Source);
        QueueMapper = new PartitionQueueMapper(Partitions);
        Lanes = new PartitionLanes(Reader!, engine.Value.HandOverTimeout);
        _watching = WatchAsync(Reader!, Source);
    }

    private void StartReading(string source)
    {
        var client = new KafkaAssignedReader(kafka.Value, loggers.CreateLogger<KafkaAssignedReader>());
        ILogger<SiloReader> logger = loggers.CreateLogger<SiloReader>();
        Reader = new SiloReader(
            source, local.SiloAddress, client, new PartitionPositioner(client, states, retry, time, logger), flows, budget, windows.Clock, engine.Value,
            time, logger)
        {
            Failed = _ => Fail(() => { }),
        };
        Reader.Start();
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching;
        if (Reader is { } reader)
        {
            await reader.StopAsync();
            reader.Dispose();
        }

        await commits.StopAsync(engine.Value.HandOverTimeout);
    }

    private async Task WatchAsync(SiloReader reader, string source)
    {
        try
        {
            reader.StopPartitions(await identity.WatchAsync(source, _stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private void Fail(Action log)
    {
        HasFailed = true;
        log();
        lifetime.StopApplication();
    }
}
