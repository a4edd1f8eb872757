using System.Runtime.CompilerServices;
using PathwayOrleans.PodHarness.Specs;

namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>Runs one probe of a container repeatedly, as specified in its manifest.</summary>
internal sealed class ProbeLoop(ProbeSpec probe, Prober prober, TimeProvider time)
{
    /// <summary>Called for each failure.</summary>
    internal Action<ProbeFailure> Failed { get; init; } = _ => { };

    /// <summary>The results after each run, from the first one that reaches a threshold.</summary>
    internal async IAsyncEnumerable<bool> VerdictsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        int successes = 0;
        int failures = 0;
        await Task.Delay(probe.InitialDelay, time, cancellation);
        while (true)
        {
            Task period = Task.Delay(probe.Period, time, cancellation);
            ProbeFailure? failure = await prober.AskAsync(probe, cancellation);
            (successes, failures) = failure is null ? (successes + 1, 0) : (0, failures + 1);
            if (failure is not null)
            {
                Failed(failure);
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
