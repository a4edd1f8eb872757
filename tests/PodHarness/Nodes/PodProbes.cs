using PathwayOrleans.PodHarness.Specs;

namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>The probes of one run of a container: startup first, then readiness and liveness.</summary>
internal sealed class PodProbes(ContainerSpec container, Prober prober, TimeProvider time)
{
    /// <summary>Called for each failure, with the name of the probe.</summary>
    internal required Action<string, ProbeFailure> Failed { get; init; }

    /// <summary>Called with each readiness result.</summary>
    internal required Action<bool> Ready { get; init; }

    /// <summary>Runs the probes until the container has to be killed, or until cancelled.</summary>
    /// <returns>The reason to kill the container.</returns>
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

    // A missing probe always succeeds.
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

    private ProbeLoop Loop(string name, ProbeSpec probe) =>
        new(probe, prober, time) { Failed = failure => Failed(name, failure) };
}
