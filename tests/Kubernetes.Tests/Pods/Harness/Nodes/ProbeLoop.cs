using System.Runtime.CompilerServices;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;

/// <summary>Asks one of a container's probes again and again, as its manifest says.</summary>
internal sealed class ProbeLoop(ProbeSpec probe, Prober prober, TimeProvider time)
{
    /// <summary>Hears of every single failure.</summary>
    internal Action<string> Failed { get; init; } = _ => { };

    /// <summary>The verdict after each time that it was asked, from the first on that reached a threshold.</summary>
    internal async IAsyncEnumerable<bool> VerdictsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        int successes = 0;
        int failures = 0;
        await Task.Delay(probe.InitialDelay, time, cancellation);
        while (true)
        {
            Task period = Task.Delay(probe.Period, time, cancellation);
            string? problem = await prober.AskAsync(probe, cancellation);
            (successes, failures) = problem is null ? (successes + 1, 0) : (0, failures + 1);
            if (problem is not null)
            {
                Failed(problem);
            }

            if (successes >= probe.SuccessThreshold)
            {
                yield return true;
            }
            else if (failures >= probe.FailureThreshold)
            {
                yield return false;
            }

            await period;
        }
    }
}
