using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Metrics;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Standalone.Engine;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Standalone.Hosting;

/// <summary>Runs the engine inside the host: schema, identity, engine; in this order, each for as long as it takes.</summary>
internal sealed class EngineService(
    SchemaStartup schema,
    DatabaseSessions sessions,
    CommitWriter writer,
    WindowCatalog catalog,
    WindowSettings windows,
    SourceIdentityResolver identity,
    EngineFactory factory,
    PathwayMetrics metrics,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    ILogger<EngineService> logger) : BackgroundService
{
    private IPartitionedReader? _reader;

    /// <summary>Whether the engine ended by an error.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>The source's name, once it is known.</summary>
    internal string? Source { get; private set; }

    /// <summary>The reader, once the engine runs.</summary>
    internal IPartitionedReader? Reader => _reader;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            metrics.Observe((IEngineMonitor)services.GetService(typeof(IEngineMonitor))!);
            await schema.PrepareAsync(sessions.Reader, stoppingToken);
            await writer.RegisterAsync(stoppingToken);
            await catalog.RegisterAsync(windows.Windows, windows.IdleTimeout, stoppingToken);
            Source = await identity.ResolveAsync(stoppingToken);
            await RunEngineAsync(Source, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop before there was anything to stop.
        }
        catch (Exception e)
        {
            HasFailed = true;
            logger.EngineFailed(e, e.Message);
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private async Task RunEngineAsync(string source, CancellationToken stoppingToken)
    {
        using IPartitionedReader reader = factory.CreateReader();
        using StandaloneEngine engine = factory.CreateEngine(source, reader);
        _reader = reader;
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
