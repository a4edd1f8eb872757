using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Standalone;

/// <summary>
/// Runs the engine inside a host: prepares the database, finds the source, then reads. Each step is retried until it succeeds.
/// </summary>
internal sealed class EngineService(
    EngineStartup startup,
    ISource configured,
    SourceIdentityResolver identity,
    EngineFactory factory,
    NewPartitions partitions,
    PathwayMetrics metrics,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    ILogger<EngineService> logger) : BackgroundService
{
    private volatile IPartitionedReader? _reader;
    private volatile StandaloneEngine? _engine;

    /// <summary>The error with which the engine ended; null if there is none.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>The name of the source; null before it is known.</summary>
    internal string? Source { get; private set; }

    /// <summary>The reader; null while the engine does not run.</summary>
    internal IPartitionedReader? Reader => _reader;

    /// <summary>How often partitions were paused.</summary>
    internal long Pauses => _engine?.Pauses ?? 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            metrics.Observe(services.GetRequiredService<IEngineMonitor>());
            await startup.PrepareDatabaseAsync(stoppingToken);
            Source = await identity.ResolveAsync(stoppingToken);
            await startup.PrepareSourcesAsync([Source], stoppingToken);
            await RunEngineAsync(Source, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before the engine had started.
        }
        catch (ConfigurationRejectedException e)
        {
            Failure = e;
            logger.ConfigurationRejected(e.Message);
        }
        catch (Exception e)
        {
            Failure = e;
            logger.EngineFailed(e, e.Message);
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private async Task RunEngineAsync(string source, CancellationToken stoppingToken)
    {
        int count = await identity.CountPartitionsAsync(stoppingToken);
        using IPartitionedReader reader = configured.CreateSharedReader();
        await partitions.StoreAsync(source, count, reader, stoppingToken);
        using StandaloneEngine engine = factory.CreateEngine(source, reader);
        _reader = reader;
        _engine = engine;
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task watch = WatchAsync(engine, source, watching.Token);
        try
        {
            await Task.Factory.StartNew(
                () => engine.Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _reader = null;
            await watching.CancelAsync();
            await watch;
        }
    }

    private async Task WatchAsync(StandaloneEngine engine, string source, CancellationToken cancellationToken)
    {
        try
        {
            engine.StopPartitions(await identity.WatchAsync(source, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The engine has ended.
        }
    }
}
