using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;

namespace PathwayOrleans.Storage.Commit;

/// <summary>With this commit everything below a position of a partition is durable.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Progress">How far, and the event time there.</param>
public readonly record struct ProgressWrite(SourcePartition Partition, PartitionProgress Progress)
{
    /// <summary>The first position that is not covered.</summary>
    public Position Next => Progress.Next;
}
