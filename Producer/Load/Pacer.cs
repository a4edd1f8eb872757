namespace PathwayOrleans.Producer.Load;

/// <summary>Limits a loop to a rate. After a delay the loop catches up.</summary>
/// <param name="perSecond">The rate per second; 0 = unlimited.</param>
/// <param name="time">The clock.</param>
internal sealed class Pacer(double perSecond, TimeProvider time)
{
    // The resolution of timers; shorter waits are skipped.
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    private readonly long _start = time.GetTimestamp();

    /// <summary>Waits until the iteration with this number, counted from 0, is due.</summary>
    internal void Wait(long number, CancellationToken cancellationToken)
    {
        if (perSecond <= 0)
        {
            return;
        }

        TimeSpan early = TimeSpan.FromSeconds(number / perSecond) - time.GetElapsedTime(_start);
        if (early >= Resolution)
        {
            Task.Delay(early, time, cancellationToken).GetAwaiter().GetResult();
        }
    }
}
