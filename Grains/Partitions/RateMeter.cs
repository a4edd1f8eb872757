namespace PathwayOrleans.Grains.Partitions;

/// <summary>Counts, and computes the rate per second over the last few seconds. Thread-safe.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private const int Slots = 5;

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Slots];
    private long _newest = long.MinValue;
    private long _total;

    /// <summary>The total count.</summary>
    internal long Total => Volatile.Read(ref _total);

    /// <summary>The rate per second over the last four whole seconds.</summary>
    internal double PerSecond
    {
        get
        {
            lock (_gate)
            {
                long now = Advance();
                long sum = 0;
                for (int i = 0; i < Slots; i++)
                {
                    // The current second is not over yet.
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
            _counts[Slot(Advance())] += count;
            Volatile.Write(ref _total, _total + count);
        }
    }

    private static int Slot(long second) => (int)(second % Slots);

    // Empties the slots of the seconds that have begun since the last call.
    private long Advance()
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
