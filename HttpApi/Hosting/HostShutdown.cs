using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PathwayOrleans.Engine.Configuration;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The time that a host waits for its engine to stop.</summary>
public static class HostShutdown
{
    // Added to the hand-over timeout, so that the host never aborts the hand-over.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The longest time from the stop signal to the end of the process. A supervisor that kills processes after a grace
    /// period, such as Kubernetes, must use a longer one.
    /// </summary>
    public static TimeSpan TimeoutOf(EngineOptions engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.HandOverTimeout + Margin;
    }

    /// <summary>Sets the host's shutdown timeout.</summary>
    public static IServiceCollection AddHostShutdown(this IServiceCollection services)
    {
        services.AddOptions<HostOptions>().Configure<IOptions<EngineOptions>>(
            (host, engine) => host.ShutdownTimeout = TimeoutOf(engine.Value));
        return services;
    }
}
