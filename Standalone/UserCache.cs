namespace PathwayOrleans.Standalone;

/// <summary>The users in memory, in the order of their last use.</summary>
internal sealed class UserCache(int capacity)
{
    private readonly Dictionary<string, UserEntry> _entries = new(StringComparer.Ordinal);
    private UserEntry? _newest;
    private UserEntry? _oldest;

    internal int Count => _entries.Count;

    /// <summary>Whether it has more users than its capacity, which happens while none of them can be evicted.</summary>
    internal bool IsOverfull => _entries.Count > capacity;

    /// <summary>Gets or adds the user's entry and marks it as the most recently used. A new entry has no state yet.</summary>
    internal UserEntry Use(string userId)
    {
        if (_entries.TryGetValue(userId, out UserEntry? entry))
        {
            if (!ReferenceEquals(entry, _newest))
            {
                Unlink(entry);
                LinkAsNewest(entry);
            }

            return entry;
        }

        entry = new UserEntry(userId);
        _entries.Add(userId, entry);
        LinkAsNewest(entry);
        return entry;
    }

    /// <summary>Removes a user, for instance because the state in memory is stale.</summary>
    internal void Drop(UserEntry entry)
    {
        entry.IsDropped = true;
        _entries.Remove(entry.Id);
        Unlink(entry);
    }

    /// <summary>Evicts the least recently used users while there are too many, up to the first that cannot be evicted.</summary>
    internal void Trim()
    {
        while (IsOverfull && _oldest is { } entry && CanEvict(entry))
        {
            Drop(entry);
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
