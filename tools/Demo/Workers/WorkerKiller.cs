using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Demo.Workers;

/// <summary>
/// Kills a random worker at an interval. A kill is delayed until something has become durable since the previous kill: the
/// consumer group reassigns a dead member's partitions only after its session timeout, and faster kills would prevent that for
/// ever.
/// </summary>
internal sealed class WorkerKiller(
    WorkerFleet fleet, TimeSpan every, long seed, Func<long> durable, TimeProvider time, Action<string> log)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly SplitMix64 _random = new(unchecked((ulong)seed));
    private long _durableAtLastKill;

    /// <summary>
    /// Runs until all events are durable; with a zero interval no worker is killed. A kill that is due at the end is done then,
    /// so the number of kills does not depend on how fast the last events become durable.
    /// </summary>
    /// <param name="untilDurable">Cancelled when all events are durable.</param>
    /// <param name="cancellationToken">Cancelled when the demo is interrupted; no worker is killed after that.</param>
    internal async Task RunAsync(CancellationToken untilDurable, CancellationToken cancellationToken)
    {
        if (every <= TimeSpan.Zero)
        {
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(untilDurable, cancellationToken);
        while (!end.IsCancellationRequested)
        {
            long start = time.GetTimestamp();
            await WaitAsync(every, end.Token);
            bool isDue = !end.IsCancellationRequested || time.GetElapsedTime(start) >= every;
            while (durable() <= _durableAtLastKill && !end.IsCancellationRequested)
            {
                await WaitAsync(PollInterval, end.Token);
            }

            if (isDue && !cancellationToken.IsCancellationRequested)
            {
                await KillAsync();
            }
        }
    }

    private async Task KillAsync()
    {
        _durableAtLastKill = durable();
        (string killed, string started) = await fleet.ReplaceRandomAsync(_random);
        log($"killed {killed}, started {started}");
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken end) =>
        await Task.Delay(delay, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
