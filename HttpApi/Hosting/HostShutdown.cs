using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PathwayOrleans.Engine.Configuration;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The time that a host waits for its engine to stop.</summary>
public static class HostShutdown
{
    // Added to the hand-over timeout, so that the host does not abort the hand-over.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(4);

    // What is left for the end of the process after the host's timeout, at which everything that can be aborted was.
    private static readonly TimeSpan AbortMargin = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The longest time from the stop signal until the host aborts. A supervisor that kills processes after a grace
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

    /// <summary>
    /// Completes when the host should have stopped and has not: not all of its services end when they are aborted, for instance
    /// while they wait for another silo that does not answer.
    /// </summary>
    internal static async Task OverdueAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        IHostApplicationLifetime lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        TimeProvider time = services.GetRequiredService<TimeProvider>();
        TimeSpan timeout = services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout + AbortMargin;
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(timeout, time, CancellationToken.None);
    }
}
