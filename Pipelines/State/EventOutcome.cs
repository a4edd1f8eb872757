namespace PathwayOrleans.Pipelines.State;

/// <summary>The result of applying a record to the state of its key.</summary>
internal enum EventOutcome
{
    /// <summary>No view's WHERE accepts the record. Nothing changed.</summary>
    NotCounted,

    /// <summary>The fence covers the record's position: it was applied before. Nothing changed.</summary>
    Skipped,

    /// <summary>The record was applied to all views that accept it, except to windows for which it is late.</summary>
    Applied,

    /// <summary>
    /// The record belongs to windows that were evicted from the state. Nothing changed. Load their rows
    /// (<see cref="KeyState.ReloadsFor"/>), restore them (<see cref="KeyState.Reload"/>), and apply the record again.
    /// </summary>
    NeedsReload,

    /// <summary>
    /// An aggregate cannot take the record, such as a sum that would overflow. Nothing changed. The record becomes a dead letter;
    /// call <see cref="KeyState.Skip"/>.
    /// </summary>
    Rejected,
}
