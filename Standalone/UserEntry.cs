using PathwayOrleans.Engine.Counting;

namespace PathwayOrleans.Standalone;

/// <summary>
/// One user in memory. The entry is also a node of <see cref="UserCache"/>'s list, so that reordering allocates nothing.
/// </summary>
internal sealed class UserEntry(string id)
{
    internal string Id => id;

    /// <summary>Null until it is loaded.</summary>
    internal KeyedState? State { get; set; }

    /// <summary>The memory that <see cref="UserCache"/> counts for the state; 0 before it was measured.</summary>
    internal long StateBytes { get; set; }

    /// <summary>The version of the row that the state was loaded from; 0 if there is no row.</summary>
    internal int Version { get; set; }

    /// <summary>Whether the state has changed since it was last added to a commit.</summary>
    internal bool IsDirty { get; set; }

    /// <summary>Whether the user is part of the commit that runs.</summary>
    internal bool IsInCommit { get; set; }

    /// <summary>Whether the entry was removed from the cache. Its state must not be used any more.</summary>
    internal bool IsDropped { get; set; }

    /// <summary>Whether it was used after it got its place in the list of <see cref="UserCache"/>.</summary>
    internal bool WasUsed { get; set; }

    /// <summary>Whether its state, or rows of its windows, are being loaded from the database.</summary>
    internal bool IsLoading { get; set; }

    /// <summary>The windows that must be reloaded before its pending events can be applied.</summary>
    internal IReadOnlyList<StateReload>? Reloads { get; set; }

    /// <summary>Whether an event can be applied now.</summary>
    internal bool IsReady => State is not null && Reloads is null;

    /// <summary>Events that wait for the state to be loaded, oldest first.</summary>
    internal List<PendingEvent>? Pending { get; set; }

    internal UserEntry? Newer { get; set; }

    internal UserEntry? Older { get; set; }
}
