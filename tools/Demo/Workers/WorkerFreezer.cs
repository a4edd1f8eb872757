using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Demo.Workers;

/// <summary>Freezes a random worker (SIGSTOP) at an interval, and continues it some time later.</summary>
internal sealed class WorkerFreezer(
    WorkerFleet fleet, TimeSpan every, TimeSpan duration, long seed, TimeProvider time, Action<string> log)
{
    private readonly SplitMix64 _random = new(unchecked((ulong)seed + 1));

    /// <summary>Runs until cancelled; with a zero interval no worker is frozen.</summary>
    internal async Task RunAsync(CancellationToken end)
    {
        while (every > TimeSpan.Zero && !end.IsCancellationRequested)
        {
            await WaitAsync(every, end);
            if (end.IsCancellationRequested || await fleet.FreezeRandomAsync(_random) is not { } frozen)
            {
                continue;
            }

            log($"froze {frozen.Name}");
            await WaitAsync(duration, end);
            frozen.Continue();
            log($"continued {frozen.Name}");
        }
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken end) =>
        await Task.Delay(delay, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
