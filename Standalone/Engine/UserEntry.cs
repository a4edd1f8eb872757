using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>One user in memory. Nodes of <see cref="UserCache"/>'s list, so that keeping order allocates nothing.</summary>
internal sealed class UserEntry(string id)
{
    internal string Id => id;

    /// <summary>Null until it is loaded.</summary>
    internal UserState? State { get; set; }

    /// <summary>The version of the row that the state was made from; 0 where there is none.</summary>
    internal int Version { get; set; }

    /// <summary>Changed since it was last handed to a commit.</summary>
    internal bool IsDirty { get; set; }

    /// <summary>Part of the commit that runs.</summary>
    internal bool IsInCommit { get; set; }

    /// <summary>No longer in the cache: somebody else wrote this user's row.</summary>
    internal bool IsDropped { get; set; }

    /// <summary>Its state, or rows of its windows, are on their way from the database.</summary>
    internal bool IsLoading { get; set; }

    /// <summary>What rows of its windows it waits for; its events wait with it.</summary>
    internal IReadOnlyList<WindowRecall>? Recalls { get; set; }

    /// <summary>Whether an event can be applied now.</summary>
    internal bool IsReady => State is not null && Recalls is null;

    /// <summary>Events that wait for the state to be loaded, oldest first.</summary>
    internal List<ParkedEvent>? Parked { get; set; }

    internal UserEntry? Newer { get; set; }

    internal UserEntry? Older { get; set; }
}
