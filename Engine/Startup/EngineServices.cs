using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Schema;

namespace PathwayOrleans.Engine.Startup;

/// <summary>Registers what every engine and batch has in common.</summary>
internal static class EngineServices
{
    /// <summary>
    /// Registers configuration, database, record handling and metrics. The source is registered by
    /// <see cref="SourceConnectors.AddPathwaySource"/>.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configuration">The configuration with the section <c>Pathway</c>.</param>
    /// <param name="engine">
    /// The engine's name, which is part of <c>application_name</c>: <c>standalone</c>, <c>silo</c> or <c>batch</c>.
    /// </param>
    /// <param name="closesWindows">Whether its commits close windows; see <see cref="CommitWriter.ClosesWindows"/>.</param>
    public static IServiceCollection AddPathwayEngine(
        this IServiceCollection services, IConfiguration configuration, string engine, bool closesWindows = true)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddPathwayOptions<DatabaseOptions, DatabaseOptionsValidator>(configuration, DatabaseOptions.Section);
        services.AddPathwayOptions<EngineOptions, EngineOptionsValidator>(configuration, EngineOptions.Section);
        services.AddPathwayOptions<WindowOptions, WindowOptionsValidator>(configuration, WindowOptions.Section);
        services.AddPathwayOptions<PipelineOptions, PipelineOptionsValidator>(configuration, PipelineOptions.Section);
        services.AddSingleton<ConfiguredPipeline>();
        services.AddSingleton(provider => provider.GetRequiredService<ConfiguredPipeline>().Delivery);
        services.AddSingleton(provider => provider.GetRequiredService<ConfiguredPipeline>().EventTime(
            provider.GetRequiredService<IOptions<WindowOptions>>().Value));
        services.Configure<DatabaseOptions>(
            options => options.ServiceId = configuration[DatabaseConfiguration.ServiceIdKey] ?? options.ServiceId);

        services.AddSingleton(provider => provider.GetRequiredService<IOptions<EngineOptions>>().Value.ToCommitBounds());
        services.AddStorage(engine, closesWindows);
        services.AddSingleton<SourceIdentityResolver>();
        services.AddSingleton<EngineStartup>();
        services.AddSingleton<PipelineStartup>();
        services.AddSingleton<RecordCounters>();
        services.AddSingleton<NewPartitions>();
        services.AddSingleton<IRecordApplier, RecordApplier>();
        services.AddSingleton<FailedEvents>();
        services.AddSingleton<EngineCounters>();
        services.AddSingleton<PathwayMetrics>();
        if (configuration.GetValue("Pathway:StopWhenInputEnds", defaultValue: false))
        {
            services.AddHostedService<StopWhenInputEnds>();
        }

        return services;
    }

    // Two connections: one writes, one reads.
    private static void AddStorage(this IServiceCollection services, string engine, bool closesWindows)
    {
        services.AddSingleton(provider => new DatabaseSessions(provider.GetRequiredService<IOptions<DatabaseOptions>>(), engine));
        services.AddSingleton<DatabaseRetry>(provider => new DatabaseRetry(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatabaseRetry>>()));
        services.AddSingleton<SchemaMigrator>();
        services.AddSingleton<SchemaStartup>();
        services.AddSingleton(provider => new StateReader(
            provider.GetRequiredService<DatabaseSessions>().Reader,
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddSingleton<FinishedInputs>();
        services.AddSingleton<UserStateReader>();
        services.AddSingleton(provider => new SourceRegister(
            provider.GetRequiredService<DatabaseSessions>().Reader, provider.GetRequiredService<DatabaseRetry>()));
        services.AddSingleton(provider => new CommitWriter(
            provider.GetRequiredService<DatabaseSessions>().Writer,
            provider.GetRequiredService<DatabaseRetry>(),
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CommitWriter>>())
        {
            ClosesWindows = closesWindows,
        });
    }
}
