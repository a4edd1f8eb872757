using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Standalone.Engine;

namespace PathwayOrleans.Standalone.Hosting;

internal static class StandaloneServices
{
    private const string EngineName = "standalone";

    internal static void AddStandalone(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPathwayHosting(configuration, EngineName);
        services.AddPathwayOptions<EngineOptions, EngineOptionsValidator>(configuration, EngineOptions.Section);
        services.AddOptions<HostOptions>().Configure<IOptions<EngineOptions>>(
            (host, engine) => host.ShutdownTimeout = HostShutdown.TimeoutOf(engine.Value));

        services.AddSingleton<Mailbox>();
        services.AddSingleton<EngineCounters>();
        services.AddSingleton<PartitionBoard>();
        services.AddSingleton<EngineFactory>();
        services.AddSingleton<EngineService>();
        services.AddSingleton<IEngineMonitor, StandaloneMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<EngineService>());
    }
}
