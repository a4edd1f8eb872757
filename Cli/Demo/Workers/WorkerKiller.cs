using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>Kills a random worker every so often, for as long as there is work to disturb.</summary>
internal sealed class WorkerKiller(WorkerFleet fleet, TimeSpan every, long seed, TimeProvider time, Action<string> say)
{
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
            while (await timer.WaitForNextTickAsync(untilDone))
            {
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
