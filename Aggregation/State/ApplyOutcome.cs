namespace PathwayOrleans.Aggregation.State;

/// <summary>The result of applying an event to a user's state.</summary>
public enum ApplyOutcome
{
    /// <summary>The fence covers the event's position: it was applied before. Nothing changed.</summary>
    Skipped,

    /// <summary>The event was applied.</summary>
    Applied,

    /// <summary>
    /// The event belongs to windows that were evicted from the state. Nothing changed. Load their rows
    /// (<see cref="UserState.ReloadsFor"/>), restore them (<see cref="UserState.Reload"/>), and apply the event again.
    /// </summary>
    NeedsReload,
}
