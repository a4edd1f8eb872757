using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Commit;

/// <summary>The checkpoint of a partition: with this commit everything below its position is durable.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Progress">The position and the watermark there.</param>
public readonly record struct CheckpointWrite(SourcePartition Partition, Checkpoint Progress)
{
    /// <summary>The first position that is not durable.</summary>
    public Position Next => Progress.Next;
}
