namespace PathwayOrleans.Engine.Counting;

/// <summary>What happened to a record that was applied to the state of its key.</summary>
internal enum CountOutcome
{
    /// <summary>It is counted.</summary>
    Applied,

    /// <summary>It was applied before; nothing changed.</summary>
    Skipped,

    /// <summary>It counts in nothing; nothing changed.</summary>
    NotCounted,

    /// <summary>It needs windows that were evicted from the state; nothing changed.</summary>
    NeedsReload,

    /// <summary>It cannot be counted, and becomes a dead letter; nothing changed.</summary>
    Rejected,
}
