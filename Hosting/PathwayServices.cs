using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Hosting.Windows;
using PathwayOrleans.Monitoring.Http;
using PathwayOrleans.Monitoring.Http.Reports;
using PathwayOrleans.Monitoring.Metrics;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Hosting;

/// <summary>What every engine's host has.</summary>
public static class PathwayServices
{
    /// <summary>Registers configuration, database, source identity and metrics.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">What the section <c>Pathway</c> is read from.</param>
    /// <param name="engine">The engine's name, as its database connections bear it: <c>standalone</c> or <c>silo</c>.</param>
    public static IServiceCollection AddPathwayHosting(this IServiceCollection services, IConfiguration configuration, string engine)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddPathwayOptions<DatabaseOptions, DatabaseOptionsValidator>(configuration, DatabaseOptions.Section);
        services.AddPathwayOptions<KafkaOptions, KafkaOptionsValidator>(configuration, KafkaOptions.Section);
        services.AddPathwayOptions<HttpOptions, HttpOptionsValidator>(configuration, HttpOptions.Section);
        services.AddPathwayOptions<WindowOptions, WindowOptionsValidator>(configuration, WindowOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<WindowOptions>>().Value.ToSettings());
        services.Configure<DatabaseOptions>(options => options.ServiceId = configuration["Pathway:ServiceId"] ?? options.ServiceId);

        services.AddStorage(engine);
        services.AddPathwayMetrics();
        services.AddSingleton<SourceIdentityResolver>();
        if (configuration.GetValue("Pathway:StopWhenInputEnds", defaultValue: false))
        {
            services.AddHostedService<StopWhenInputEnds>();
        }

        return services;
    }

    /// <summary>Binds a section to its options, which are validated when the host starts; a key that they do not have is an error.</summary>
    public static void AddPathwayOptions<TOptions, TValidator>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>()
            .Bind(configuration.GetSection(section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
    }

    // Two connections, and no third: one writes, one reads.
    private static void AddStorage(this IServiceCollection services, string engine)
    {
        services.AddSingleton(provider => new DatabaseSessions(provider.GetRequiredService<IOptions<DatabaseOptions>>(), engine));
        services.AddSingleton<DatabaseRetry>(provider => new DatabaseRetry(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatabaseRetry>>()));
        services.AddSingleton<SchemaMigrator>();
        services.AddSingleton<SchemaStartup>();
        services.AddSingleton(provider => new WindowCatalog(provider.GetRequiredService<DatabaseSessions>().Reader, provider.GetRequiredService<DatabaseRetry>()));
        services.AddSingleton(provider => new WindowRecallReader(provider.GetRequiredService<DatabaseSessions>().Reader));
        services.AddSingleton(provider => new StateReader(
            provider.GetRequiredService<DatabaseSessions>().Reader,
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddSingleton(provider => new BoundedQueries(
            provider.GetRequiredService<DatabaseSessions>().Reader, ReportLimits.StatementTimeout, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CommitWriter(
            provider.GetRequiredService<DatabaseSessions>().Writer,
            provider.GetRequiredService<DatabaseRetry>(),
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CommitWriter>>()));
    }
}
