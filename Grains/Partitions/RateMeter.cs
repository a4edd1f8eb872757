namespace PathwayOrleans.Grains.Partitions;

/// <summary>Counts, and tells how many a second there were over the last few. Any thread may call.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private const int Slots = 5;

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Slots];
    private long _newest = long.MinValue;
    private long _total;

    /// <summary>How many there were in all.</summary>
    internal long Total => Volatile.Read(ref _total);

    /// <summary>Per second, over the last four whole seconds.</summary>
    internal double PerSecond
    {
        get
        {
            lock (_gate)
            {
                long now = MoveOn();
                long sum = 0;
                for (int i = 0; i < Slots; i++)
                {
                    // The second that runs is not whole yet.
                    sum += i == Slot(now) ? 0 : _counts[i];
                }

                return (double)sum / (Slots - 1);
            }
        }
    }

    internal void Add(int count)
    {
        lock (_gate)
        {
            _counts[Slot(MoveOn())] += count;
            Volatile.Write(ref _total, _total + count);
        }
    }

    private static int Slot(long second) => (int)(second % Slots);

    // Empties the slots of the seconds that have begun since the last call.
    private long MoveOn()
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        for (long second = Math.Max(_newest + 1, now - Slots + 1); second <= now; second++)
        {
            _counts[Slot(second)] = 0;
        }

        _newest = Math.Max(_newest, now);
        return now;
    }
}
