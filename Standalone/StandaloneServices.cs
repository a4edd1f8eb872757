using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Standalone;

/// <summary>Registers the standalone engine with a host.</summary>
public static class StandaloneServices
{
    private const string EngineName = "standalone";

    /// <summary>Registers the engine, which starts with the host, and its <see cref="IEngineMonitor"/>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">The configuration with the section <c>Pathway</c>.</param>
    public static IServiceCollection AddStandalone(this IServiceCollection services, IConfiguration configuration)
    {
        configuration = PipelineDefaults.AddTo(configuration);
        services.AddPathwayEngine(configuration, EngineName);
        services.AddPathwaySource(configuration);
        services.AddEngineLoop();
        services.AddSingleton<EngineService>();
        services.AddSingleton<IEngineMonitor, StandaloneMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<EngineService>());
        return services;
    }

    /// <summary>The error with which the engine ended; null if there is none. Call it after the host has stopped.</summary>
    public static Exception? FindStandaloneFailure(this IServiceProvider services) =>
        services.GetRequiredService<EngineService>().Failure;

    /// <summary>Registers what the engine's loop needs, for a host and for a batch.</summary>
    internal static IServiceCollection AddEngineLoop(this IServiceCollection services) => services
        .AddSingleton<Mailbox>()
        .AddSingleton<PartitionStatusSnapshot>()
        .AddSingleton<EngineFactory>();
}
