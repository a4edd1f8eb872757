using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>A commit on its way, with what has to be told of its end.</summary>
/// <param name="Batch">What it writes.</param>
/// <param name="Users">The users of <see cref="CommitBatch.Users"/>, in the same order.</param>
/// <param name="Events">How many events it makes durable, about.</param>
internal sealed record RunningCommit(CommitBatch Batch, List<UserEntry> Users, long Events)
{
    /// <summary>The partitions of <see cref="CommitBatch.Progress"/>.</summary>
    internal List<(TrackedPartition Partition, Position Next)> Progress { get; } = [];
}
