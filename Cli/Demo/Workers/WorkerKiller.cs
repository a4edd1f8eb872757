using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>
/// Kills a random worker every so often, for as long as there is work to disturb. A kill that is due while nothing
/// has become durable since the last one waits for that: the consumer group hands a dead member's partitions on
/// only after its session timeout, and kills that come faster would keep it from ever doing so.
/// </summary>
internal sealed class WorkerKiller(WorkerFleet fleet, TimeSpan every, long seed, Func<long> durable, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs until it is told to stop; a zero interval kills nobody.</summary>
    internal async Task RunAsync(CancellationToken untilDone)
    {
        if (every <= TimeSpan.Zero)
        {
            return;
        }

        var random = new SplitMix64(unchecked((ulong)seed));
        using var timer = new PeriodicTimer(every, time);
        try
        {
            long durableAtLastKill = 0;
            while (await timer.WaitForNextTickAsync(untilDone))
            {
                while (durable() <= durableAtLastKill)
                {
                    await Task.Delay(PollInterval, time, untilDone);
                }

                durableAtLastKill = durable();
                (string killed, string started) = await fleet.ReplaceRandomAsync(random);
                say($"killed {killed}, started {started}");
            }
        }
        catch (OperationCanceledException) when (untilDone.IsCancellationRequested)
        {
            // Everything is durable.
        }
    }
}
