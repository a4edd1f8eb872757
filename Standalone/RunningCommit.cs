using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone;

/// <summary>A commit that is being written.</summary>
internal sealed class RunningCommit
{
    private readonly List<(TrackedPartition Partition, Position Next)> _progress = [];

    /// <summary>The rows and checkpoints that it writes.</summary>
    internal CommitBatch Batch { get; } = new();

    /// <summary>The users of <see cref="CommitBatch.Users"/>, in the same order.</summary>
    internal List<UserEntry> Users { get; } = [];

    /// <summary>The partitions of <see cref="CommitBatch.Progress"/>.</summary>
    internal IReadOnlyList<(TrackedPartition Partition, Position Next)> Progress => _progress;

    /// <summary>The partitions of <see cref="CommitBatch.Steps"/>, in the same order.</summary>
    internal List<(TrackedPartition Partition, Checkpoint Step)> Steps { get; } = [];

    /// <summary>The approximate number of events that it makes durable.</summary>
    internal long Events { get; set; }

    /// <summary>The approximate size of its rows (<see cref="CommitSize"/>).</summary>
    internal long Bytes { get; set; }

    internal void Add(TrackedPartition partition, Checkpoint checkpoint)
    {
        _progress.Add((partition, checkpoint.Next));
        Batch.Progress.Add(new CheckpointWrite(partition.Identity, checkpoint));
    }

    internal void AddStep(TrackedPartition partition, Checkpoint step)
    {
        Steps.Add((partition, step));
        Batch.Steps.Add(new CheckpointWrite(partition.Identity, step));
    }
}
