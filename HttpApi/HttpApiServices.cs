using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.HttpApi.Reports;
using PathwayOrleans.HttpApi.Reports.Changes;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.HttpApi;

/// <summary>Registers health, metrics export and the data API with the host of an engine.</summary>
public static class HttpApiServices
{
    /// <summary>
    /// Registers the services of <see cref="MonitoringEndpoints.MapPathwayMonitoring"/>; the engine is registered
    /// separately.
    /// </summary>
    public static IServiceCollection AddPathwayHttpApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPathwayOptions<HttpOptions, HttpOptionsValidator>(configuration, HttpOptions.Section);
        services.AddPathwayMetricsExport();

        // Reports share the read connection, as a process's number of connections is fixed.
        services.AddSingleton(provider => new BoundedQueries(
            provider.GetRequiredService<DatabaseSessions>().Reader,
            ReportLimits.StatementTimeout,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ViewWatch>();
        return services;
    }
}
