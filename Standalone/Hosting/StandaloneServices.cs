using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Monitoring.Http;
using PathwayOrleans.Monitoring.Metrics;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Standalone.Engine;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Schema;

namespace PathwayOrleans.Standalone.Hosting;

internal static class StandaloneServices
{
    // Longer than a hand-over, so that a drain is never cut short by the host.
    private static readonly TimeSpan ShutdownMargin = TimeSpan.FromSeconds(15);

    internal static void AddStandalone(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddPathwayOptions<DatabaseOptions, DatabaseOptionsValidator>(configuration, DatabaseOptions.Section);
        services.AddPathwayOptions<KafkaOptions, KafkaOptionsValidator>(configuration, KafkaOptions.Section);
        services.AddPathwayOptions<EngineOptions, EngineOptionsValidator>(configuration, EngineOptions.Section);
        services.AddPathwayOptions<HttpOptions, HttpOptionsValidator>(configuration, HttpOptions.Section);
        services.Configure<DatabaseOptions>(options => options.ServiceId = configuration["Pathway:ServiceId"] ?? options.ServiceId);
        services.AddOptions<HostOptions>().Configure<IOptions<EngineOptions>>(
            (host, engine) => host.ShutdownTimeout = engine.Value.HandOverTimeout + ShutdownMargin);

        services.AddStorage();
        services.AddPathwayMetrics();
        services.AddSingleton<Mailbox>();
        services.AddSingleton<EngineCounters>();
        services.AddSingleton<PartitionBoard>();
        services.AddSingleton<SourceIdentityResolver>();
        services.AddSingleton<EngineFactory>();
        services.AddSingleton<EngineService>();
        services.AddSingleton<IEngineMonitor, StandaloneMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<EngineService>());
        if (configuration.GetValue("Pathway:StopWhenInputEnds", defaultValue: false))
        {
            services.AddHostedService<StopWhenInputEnds>();
        }
    }

    // Two connections, and no third: one writes, one reads.
    private static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseSessions>();
        services.AddSingleton<DatabaseRetry>(provider => new DatabaseRetry(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatabaseRetry>>()));
        services.AddSingleton<SchemaMigrator>();
        services.AddSingleton<SchemaStartup>();
        services.AddSingleton(provider => new StateReader(
            provider.GetRequiredService<DatabaseSessions>().Reader,
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddSingleton(provider => new CommitWriter(
            provider.GetRequiredService<DatabaseSessions>().Writer,
            provider.GetRequiredService<DatabaseRetry>(),
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CommitWriter>>()));
    }

    private static void AddPathwayOptions<TOptions, TValidator>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>()
            .Bind(configuration.GetSection(section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
    }
}
