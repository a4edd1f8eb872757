using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;

/// <summary>The probes of one run of a container: startup first, then readiness and liveness.</summary>
internal sealed class PodProbes(ContainerSpec container, Prober prober, TimeProvider time)
{
    /// <summary>Hears of every single failure, with the probe's name.</summary>
    internal required Action<string, string> Failed { get; init; }

    /// <summary>Hears each time that readiness is known.</summary>
    internal required Action<bool> Ready { get; init; }

    /// <summary>Asks until the container has to be killed, or until it is cancelled.</summary>
    /// <returns>Why it has to be.</returns>
    internal async Task<string> RunAsync(CancellationToken cancellation)
    {
        if (container.Startup is { } startup)
        {
            await foreach (bool isStarted in Loop("startup", startup).VerdictsAsync(cancellation))
            {
                if (!isStarted)
                {
                    return "failed startup probe";
                }

                break;
            }
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task readiness = WatchReadinessAsync(both.Token);
        try
        {
            await BecomeSickAsync(cancellation);
            return "failed liveness probe";
        }
        finally
        {
            await both.CancelAsync();
            await readiness.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A container without a probe passes it.
    private async Task WatchReadinessAsync(CancellationToken cancellation)
    {
        if (container.Readiness is null)
        {
            Ready(true);
            return;
        }

        await foreach (bool isReady in Loop("readiness", container.Readiness).VerdictsAsync(cancellation))
        {
            Ready(isReady);
        }
    }

    private async Task BecomeSickAsync(CancellationToken cancellation)
    {
        if (container.Liveness is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            return;
        }

        await foreach (bool isAlive in Loop("liveness", container.Liveness).VerdictsAsync(cancellation))
        {
            if (!isAlive)
            {
                return;
            }
        }
    }

    private ProbeLoop Loop(string name, ProbeSpec probe) => new(probe, prober, time) { Failed = problem => Failed(name, problem) };
}
