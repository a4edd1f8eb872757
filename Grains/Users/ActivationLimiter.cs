using System.Collections.Concurrent;

namespace PathwayOrleans.Grains.Users;

/// <summary>
/// Limits the user grains in this silo's memory, by their number and by the memory of their states: above a limit, the least
/// recently used ones are deactivated. Thread-safe.
/// </summary>
/// <param name="capacity">The maximum number of grains.</param>
/// <param name="maxBytes">The maximum memory of their states.</param>
internal sealed class ActivationLimiter(int capacity, long maxBytes = long.MaxValue)
{
    // Sorting all activations pays off only if many of them are deactivated together.
    private const int EvictedShare = 10;

    // The size that is expected of a user who is not known yet counts as much as that of this many users.
    private const int ExpectedUsers = 1_000;
    private const long ExpectedBytes = 16 * 1024;

    private readonly ConcurrentDictionary<ILimitedActivation, long> _entries = new(ReferenceEqualityComparer.Instance);
    private int _count;
    private long _bytes;
    private int _isTrimming;
    private long _clock;

    internal int Count => Volatile.Read(ref _count);

    /// <summary>The memory of the states.</summary>
    internal long Bytes => Volatile.Read(ref _bytes);

    /// <summary>A rising number that marks when a user was last used.</summary>
    internal long Now() => Interlocked.Increment(ref _clock);

    /// <summary>
    /// How many users may have events that are not durable, so that their states, and what is written of them, take about a
    /// number of bytes. While deactivating users does not free enough memory, it is one.
    /// </summary>
    internal int PendingUsers(long bytes)
    {
        long average = (Bytes + (ExpectedUsers * ExpectedBytes)) / (Count + ExpectedUsers);
        return Bytes / 5 * 4 > maxBytes ? 1 : (int)Math.Clamp(bytes / average, 1, int.MaxValue);
    }

    /// <summary>Adds a grain, or records the new size of its state.</summary>
    internal void Enter(ILimitedActivation entry, long bytes)
    {
        while (!_entries.TryAdd(entry, bytes))
        {
            if (_entries.TryGetValue(entry, out long before) && _entries.TryUpdate(entry, bytes, before))
            {
                Interlocked.Add(ref _bytes, bytes - before);
                TrimIfAbove();
                return;
            }
        }

        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Increment(ref _count);
        TrimIfAbove();
    }

    internal void Leave(ILimitedActivation entry)
    {
        if (_entries.TryRemove(entry, out long bytes))
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Add(ref _bytes, -bytes);
        }
    }

    private void TrimIfAbove()
    {
        if ((Count > capacity || Bytes > maxBytes) && Interlocked.Exchange(ref _isTrimming, 1) == 0)
        {
            _ = Task.Run(Trim);
        }
    }

    private void Trim()
    {
        try
        {
            int excess = Count > capacity ? Count - capacity + (capacity / EvictedShare) : 0;
            long excessBytes = Bytes > maxBytes ? Bytes - maxBytes + (maxBytes / EvictedShare) : 0;

            // The times of last use change while the entries are sorted, so each is read once.
            foreach ((ILimitedActivation entry, long bytes, _) in _entries
                .Select(entry => (Entry: entry.Key, Bytes: entry.Value, entry.Key.LastUsed))
                .OrderBy(user => user.LastUsed))
            {
                if (excess <= 0 && excessBytes <= 0)
                {
                    break;
                }

                excess--;
                excessBytes -= bytes;
                entry.Deactivate();
            }
        }
        finally
        {
            Volatile.Write(ref _isTrimming, 0);
        }
    }
}

/// <summary>The activation of a user's grain.</summary>
internal interface ILimitedActivation
{
    /// <summary>The value of <see cref="ActivationLimiter.Now"/> when it was last used.</summary>
    long LastUsed { get; }

    /// <summary>Deactivates it when its calls have completed.</summary>
    void Deactivate();
}
