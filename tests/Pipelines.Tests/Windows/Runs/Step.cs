namespace PathwayOrleans.Pipelines.Tests.Windows.Runs;

/// <summary>A step of a simulated process.</summary>
internal abstract record Step
{
    /// <summary>The next events of a partition are applied to their users.</summary>
    internal sealed record Read(int Partition, int Count) : Step;

    /// <summary>A commit is sent to the database: of all changed users with the progress, or of some users only.</summary>
    internal sealed record BeginCommit(bool All, bool WithProgress, int Users) : Step;

    /// <summary>The commit completes.</summary>
    internal sealed record EndCommit(bool Lands) : Step;

    /// <summary>
    /// The process crashes and another one continues from the durable state; a running commit may have succeeded.
    /// </summary>
    internal sealed record Crash(bool Lands) : Step;

    /// <summary>A partition is read again from its durable progress.</summary>
    internal sealed record Rewind(int Partition) : Step;

    /// <summary>
    /// No partition had a record for a time, so that everything becomes durable, and the watermark of one follows the clock: a
    /// commit with a step is sent to the database.
    /// </summary>
    internal sealed record Idle(int Partition, long Elapsed) : Step;

    /// <summary>A user without changes is evicted from memory.</summary>
    internal sealed record Drop(int User) : Step;
}
