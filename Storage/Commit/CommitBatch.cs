namespace PathwayOrleans.Storage.Commit;

/// <summary>What one transaction writes. Each user comes at most once.</summary>
public sealed class CommitBatch
{
    public List<UserWrite> Users { get; } = [];

    public List<DeadLetter> DeadLetters { get; } = [];

    public List<ProgressWrite> Progress { get; } = [];
}
