namespace PathwayOrleans.Aggregation.State;

/// <summary>What became of an event that was handed to a user's state.</summary>
public enum ApplyOutcome
{
    /// <summary>The fence held it back: it was applied before. Nothing changed.</summary>
    Skipped,

    /// <summary>It was applied.</summary>
    Applied,

    /// <summary>
    /// It belongs to windows that the state has let go of. Nothing changed: fetch their rows
    /// (<see cref="UserState.RecallsFor"/>), hand them over (<see cref="UserState.Recall"/>), and apply it again.
    /// </summary>
    NeedsRecall,
}
