namespace PathwayOrleans.Standalone.Engine;

/// <summary>The users in memory, in the order of their last use.</summary>
internal sealed class UserCache(int capacity)
{
    private readonly Dictionary<string, UserEntry> _entries = new(StringComparer.Ordinal);
    private UserEntry? _newest;
    private UserEntry? _oldest;

    internal int Count => _entries.Count;

    /// <summary>More users than it should have; happens while none of them may leave.</summary>
    internal bool IsOverfull => _entries.Count > capacity;

    /// <summary>The user's entry, now the most recently used; a new one has no state yet.</summary>
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

    /// <summary>Takes a user out whose copy is void.</summary>
    internal void Drop(UserEntry entry)
    {
        entry.IsDropped = true;
        _entries.Remove(entry.Id);
        Unlink(entry);
    }

    /// <summary>Lets the least recently used leave until there is room, stopping at the first that may not.</summary>
    internal void Trim()
    {
        while (IsOverfull && _oldest is { } entry && MayLeave(entry))
        {
            Drop(entry);
        }
    }

    /// <summary>Drops all users for which a test holds and whose row is up to date.</summary>
    internal void DropClean(Func<UserEntry, bool> test)
    {
        UserEntry? entry = _oldest;
        while (entry is not null)
        {
            UserEntry? newer = entry.Newer;
            if (MayLeave(entry) && test(entry))
            {
                Drop(entry);
            }

            entry = newer;
        }
    }

    private static bool MayLeave(UserEntry entry) => entry is { IsReady: true, IsDirty: false, IsInCommit: false };

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
