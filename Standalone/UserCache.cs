namespace PathwayOrleans.Standalone;

/// <summary>
/// The users in memory. Users that were not used recently are evicted, with the second-chance algorithm: a use only sets a flag
/// of the entry. When the entry is the oldest of the list and has the flag, the flag is cleared and the entry becomes the newest
/// again. An exact order would need a change of two other entries at each use.
/// </summary>
/// <param name="capacity">The maximum number of users.</param>
/// <param name="maxBytes">The maximum memory of their states.</param>
internal sealed class UserCache(int capacity, long maxBytes = long.MaxValue)
{
    // The entry, its place in the index, and its user id there.
    private const int EntryBytes = 250;

    // The size that is expected of a user who is not known yet counts as much as that of this many users.
    private const int ExpectedUsers = 1_000;
    private const long ExpectedBytes = 16 * 1024;

    private readonly Dictionary<string, UserEntry> _entries = new(StringComparer.Ordinal);
    private UserEntry? _newest;
    private UserEntry? _oldest;
    private int _states;
    private long _stateBytes;

    internal int Count => _entries.Count;

    /// <summary>The approximate memory of the users.</summary>
    internal long Bytes => ((long)Count * EntryBytes) + _stateBytes;

    /// <summary>The memory that the state of a user is expected to take.</summary>
    internal long AverageBytes => (_stateBytes + (ExpectedUsers * ExpectedBytes)) / (_states + ExpectedUsers);

    /// <summary>Whether it is above one of its bounds, which happens while no user can be evicted.</summary>
    internal bool IsOverfull => _entries.Count > capacity || Bytes > maxBytes;

    /// <summary>Gets or adds the user's entry and marks it as the most recently used. A new entry has no state yet.</summary>
    internal UserEntry Use(string userId)
    {
        if (_entries.TryGetValue(userId, out UserEntry? entry))
        {
            entry.WasUsed = true;
            return entry;
        }

        entry = new UserEntry(userId);
        _entries.Add(userId, entry);
        LinkAsNewest(entry);
        return entry;
    }

    /// <summary>Records the size of a user whose state was loaded or has changed.</summary>
    internal void Measure(UserEntry entry)
    {
        if (!entry.IsDropped && entry.State is { } state)
        {
            long bytes = state.Bytes;
            _states += entry.StateBytes == 0 ? 1 : 0;
            _stateBytes += bytes - entry.StateBytes;
            entry.StateBytes = bytes;
        }
    }

    /// <summary>Removes a user, for instance because the state in memory is stale.</summary>
    internal void Drop(UserEntry entry)
    {
        if (entry.IsDropped)
        {
            return;
        }

        entry.IsDropped = true;
        _entries.Remove(entry.Id);
        Unlink(entry);
        _states -= entry.StateBytes == 0 ? 0 : 1;
        _stateBytes -= entry.StateBytes;
    }

    /// <summary>Evicts the least recently used users that can be evicted while it is above a bound.</summary>
    internal void Trim()
    {
        UserEntry? entry = _oldest;
        while (IsOverfull && entry is not null)
        {
            UserEntry? newer = entry.Newer;
            if (entry.WasUsed)
            {
                entry.WasUsed = false;
                Unlink(entry);
                LinkAsNewest(entry);
                newer ??= entry;
            }
            else if (CanEvict(entry))
            {
                Drop(entry);
            }

            entry = newer;
        }
    }

    /// <summary>Drops all users that match a predicate and whose row is up to date.</summary>
    internal void DropClean(Func<UserEntry, bool> predicate)
    {
        UserEntry? entry = _oldest;
        while (entry is not null)
        {
            UserEntry? newer = entry.Newer;
            if (CanEvict(entry) && predicate(entry))
            {
                Drop(entry);
            }

            entry = newer;
        }
    }

    private static bool CanEvict(UserEntry entry) => entry is { IsReady: true, IsDirty: false, IsInCommit: false };

    private void LinkAsNewest(UserEntry entry)
    {
        entry.Older = _newest;
        entry.Newer = null;
        if (_newest is { } before)
        {
            before.Newer = entry;
        }

        _newest = entry;
        _oldest ??= entry;
    }

    private void Unlink(UserEntry entry)
    {
        if (entry.Older is { } older)
        {
            older.Newer = entry.Newer;
        }
        else
        {
            _oldest = entry.Newer;
        }

        if (entry.Newer is { } newer)
        {
            newer.Older = entry.Older;
        }
        else
        {
            _newest = entry.Older;
        }
    }
}
