using System.Collections.Concurrent;

namespace PathwayOrleans.Grains.Users;

/// <summary>
/// Limits the user grains in this silo's memory: if there are more, the least recently used ones are deactivated. Thread-safe.
/// </summary>
internal sealed class ActivationLimiter(int capacity)
{
    // Sorting all activations pays off only if many of them are deactivated together.
    private const int EvictedShare = 10;

    private readonly ConcurrentDictionary<ILimitedActivation, byte> _entries = new(ReferenceEqualityComparer.Instance);
    private int _count;
    private int _isTrimming;
    private long _clock;

    internal int Count => Volatile.Read(ref _count);

    /// <summary>A rising number that marks when a user was last used.</summary>
    internal long Now() => Interlocked.Increment(ref _clock);

    internal void Enter(ILimitedActivation entry)
    {
        if (_entries.TryAdd(entry, 0)
            && Interlocked.Increment(ref _count) > capacity
            && Interlocked.Exchange(ref _isTrimming, 1) == 0)
        {
            _ = Task.Run(Trim);
        }
    }

    internal void Leave(ILimitedActivation entry)
    {
        if (_entries.TryRemove(entry, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private void Trim()
    {
        try
        {
            int excess = Count - capacity + (capacity / EvictedShare);

            // The times of last use change while the entries are sorted, so each is read once.
            foreach ((ILimitedActivation entry, _) in _entries.Keys
                .Select(entry => (Entry: entry, entry.LastUsed))
                .OrderBy(user => user.LastUsed)
                .Take(excess))
            {
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
