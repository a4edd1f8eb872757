using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Membership;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Prepares the silo before it joins its cluster: schema, writer, identity and partitions of the source. The steps are retried
/// until they succeed. Stops reading and writing after everything else has stopped.
/// </summary>
internal sealed class SiloRuntime(
    EngineStartup startup,
    NewPartitions partitions,
    MembershipClock clock,
    Predecessors predecessors,
    GroupCommit commits,
    EngineCounters counters,
    RecordCounters counting,
    EventTimeSettings settings,
    SourceIdentityResolver identity,
    PartitionBuffers buffers,
    PendingUserLimiter limiter,
    StateReader states,
    DatabaseRetry retry,
    ISource configured,
    IOptions<EngineOptions> engine,
    IOptions<SiloOptions> silo,
    ILocalSiloDetails local,
    IOptions<ClusterOptions> cluster,
    PathwayMetrics metrics,
    PartitionOwnership ownership,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILoggerFactory loggers) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly ILogger<SiloRuntime> _logger = loggers.CreateLogger<SiloRuntime>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<bool> _active = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _watching = Task.CompletedTask;

    /// <summary>The error with which reading or writing ended; null if there is none.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>The source's name; null before it is known.</summary>
    internal string? Source { get; private set; }

    /// <summary>The number of the source's partitions; 0 before it is known.</summary>
    internal int Partitions { get; private set; }

    /// <summary>The reader; null before it runs.</summary>
    internal SiloReader? Reader { get; private set; }

    internal PartitionLanes Lanes { get => field ?? throw NotPrepared(); private set; }

    internal PartitionQueueMapper QueueMapper { get => field ?? throw NotPrepared(); private set; }

    /// <summary>
    /// Completes with true when the silo is an active member of its cluster, with false if its start has failed.
    /// </summary>
    internal Task<bool> Active => _active.Task;

    public void Participate(ISiloLifecycle observer)
    {
        observer.Subscribe(nameof(SiloRuntime), ServiceLifecycleStage.First, StartAsync, StopAsync);
        observer.Subscribe(nameof(SiloRuntime), ServiceLifecycleStage.Active + 1, _ =>
        {
            _active.TrySetResult(true);
            return Task.CompletedTask;
        });
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>The start of Orleans has failed; the host ends with its error.</summary>
    internal void StartFailed() => _active.TrySetResult(false);

    private static InvalidOperationException NotPrepared() => new("The silo has not been prepared yet.");

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await startup.PrepareDatabaseAsync(cancellationToken);
        await clock.StartAsync(cancellationToken);
        await predecessors.DeclareDeadAsync(cancellationToken);
        Source = await identity.ResolveAsync(cancellationToken);
        await startup.PrepareSourcesAsync([Source], cancellationToken);
        Partitions = await identity.CountPartitionsAsync(cancellationToken);
        _logger.SourceFound(silo.Value.SiloName, cluster.Value.ClusterId, Source, Partitions);

        RecordCounter counter = counting.Shared;
        commits.Completing = counter.Complete;
        commits.Failed = e => Fail(e, () => _logger.EngineFailed(e, e.Message));
        commits.Committed = (batch, outcome) =>
        {
            counters.Add(batch);
            metrics.Record(batch, outcome);
        };
        commits.Rejected = counters.AddConflict;
        await StartReadingAsync(Source, counter, cancellationToken);
        QueueMapper = new PartitionQueueMapper(Partitions);
        Lanes = new PartitionLanes(Reader!, ownership, engine.Value.HandOverTimeout, time);
        _watching = Task.WhenAll(WatchAsync(Reader!, Source), FollowClockAsync());
    }

    private async Task StartReadingAsync(string source, RecordCounter counter, CancellationToken cancellationToken)
    {
        IAssignedReader client = configured.CreateAssignedReader();
        await partitions.StoreAsync(source, Partitions, client, cancellationToken);
        ILogger<SiloReader> logger = loggers.CreateLogger<SiloReader>();
        Reader = new SiloReader(
            source,
            local.SiloAddress,
            client,
            new PartitionPositioner(client, states, retry, time, logger),
            buffers,
            limiter,
            commits,
            counter,
            settings,
            engine.Value,
            time,
            logger)
        {
            Failed = e => Fail(e, () => { }),
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

    private async Task FollowClockAsync()
    {
        try
        {
            await clock.FollowAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
        catch (Exception e)
        {
            Fail(e, () => _logger.EngineFailed(e, e.Message));
        }
    }

    private void Fail(Exception failure, Action log)
    {
        Failure = failure;
        log();
        lifetime.StopApplication();
    }
}
