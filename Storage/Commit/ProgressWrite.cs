using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Commit;

/// <summary>With this commit everything below a position of a partition is durable.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Next">The first position that is not covered.</param>
public readonly record struct ProgressWrite(SourcePartition Partition, Position Next);
