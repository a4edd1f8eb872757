using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources;

/// <summary>Reads a source that ends. Its partitions are assigned at the start and never revoked.</summary>
public interface IBoundedReader : IPartitionedReader
{
    /// <summary>The partitions; a partition's number is its index.</summary>
    IReadOnlyList<BoundedPartition> Inputs { get; }

    /// <summary>Whether the run can continue at the durable position of a partition.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="durable">Everything below is durable; null if nothing is.</param>
    /// <returns>Null, or the error with its remedy.</returns>
    string? ProblemWith(int partition, Position? durable);

    /// <summary>Completes when everything of every partition is durable.</summary>
    Task Finished { get; }
}
