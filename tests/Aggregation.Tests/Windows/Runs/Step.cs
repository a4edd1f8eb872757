namespace PathwayOrleans.Aggregation.Tests.Windows.Runs;

/// <summary>One thing that happens to a reading process.</summary>
internal abstract record Step
{
    /// <summary>The next events of a partition are handed to their users.</summary>
    internal sealed record Read(int Partition, int Count) : Step;

    /// <summary>What has changed is sent to the database: of all users, and with the progress, or of some users only.</summary>
    internal sealed record BeginCommit(bool All, bool WithProgress, int Users) : Step;

    /// <summary>The database has answered.</summary>
    internal sealed record EndCommit(bool Lands) : Step;

    /// <summary>The process dies, and another one goes on from what is durable; a commit on its way may have landed.</summary>
    internal sealed record Crash(bool Lands) : Step;

    /// <summary>A partition is read again from its durable progress.</summary>
    internal sealed record Rewind(int Partition) : Step;

    /// <summary>A user without changes leaves the memory.</summary>
    internal sealed record Drop(int User) : Step;
}
