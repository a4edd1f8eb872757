namespace PathwayOrleans.Producer.Load;

/// <summary>Keeps a loop at a rate: nothing is lost by a delay, the loop catches up.</summary>
/// <param name="perSecond">The rate; 0 never waits.</param>
/// <param name="time">The clock.</param>
internal sealed class Pacer(double perSecond, TimeProvider time)
{
    // What timers can keep; for less it does not wait.
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    private readonly long _start = time.GetTimestamp();

    /// <summary>Returns when it is the turn of a number, counted from 0.</summary>
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
