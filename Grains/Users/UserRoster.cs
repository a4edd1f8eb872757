using System.Collections.Concurrent;

namespace PathwayOrleans.Grains.Users;

/// <summary>
/// The users in this silo's memory, with a limit: where there are more, those that were used least recently leave.
/// Any thread may call.
/// </summary>
internal sealed class UserRoster(int capacity)
{
    // One look at all of them pays off only if it lets many leave.
    private const int LeaveShare = 10;

    private readonly ConcurrentDictionary<IRosterEntry, byte> _entries = new(ReferenceEqualityComparer.Instance);
    private int _count;
    private int _isTrimming;
    private long _clock;

    internal int Count => Volatile.Read(ref _count);

    /// <summary>A number that rises, to mark when a user was last used.</summary>
    internal long Now() => Interlocked.Increment(ref _clock);

    internal void Enter(IRosterEntry entry)
    {
        if (_entries.TryAdd(entry, 0) && Interlocked.Increment(ref _count) > capacity && Interlocked.Exchange(ref _isTrimming, 1) == 0)
        {
            _ = Task.Run(Trim);
        }
    }

    internal void Leave(IRosterEntry entry)
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
            int excess = Count - capacity + (capacity / LeaveShare);
            foreach ((IRosterEntry entry, _) in _entries.Keys.Select(entry => (Entry: entry, entry.LastUsed)).OrderBy(user => user.LastUsed).Take(excess))
            {
                entry.AskToLeave();
            }
        }
        finally
        {
            Volatile.Write(ref _isTrimming, 0);
        }
    }
}

/// <summary>A user in memory.</summary>
internal interface IRosterEntry
{
    /// <summary><see cref="UserRoster.Now"/> at its last use.</summary>
    long LastUsed { get; }

    /// <summary>Has it leave memory once nobody waits for it.</summary>
    void AskToLeave();
}
