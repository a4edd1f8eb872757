using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Commit;

/// <summary>The rows that one transaction writes. Each user occurs at most once.</summary>
public sealed class CommitBatch
{
    public List<UserWrite> Users { get; } = [];

    public List<DeadLetter> DeadLetters { get; } = [];

    public List<CheckpointWrite> Progress { get; } = [];

    /// <summary>
    /// Raised watermarks of idle partitions. A step is refused if the partition's durable position is another one by now.
    /// </summary>
    public List<CheckpointWrite> Steps { get; } = [];

    /// <summary>The rows of the views of the pipeline; null without a pipeline.</summary>
    internal ViewChanges? Views { get; set; }
}
