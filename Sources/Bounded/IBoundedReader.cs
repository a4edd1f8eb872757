using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Bounded;

/// <summary>Reads a source that ends. Its partitions are all assigned at the start and never taken away.</summary>
public interface IBoundedReader : IPartitionedReader
{
    /// <summary>What there is to read; a partition's number is its index here.</summary>
    IReadOnlyList<BoundedPartition> Inputs { get; }

    /// <summary>Whether the run can go on where a service stands with a partition, or what is wrong and what to do.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="durable">Everything below is durable; null where nothing is.</param>
    string? ProblemWith(int partition, Position? durable);

    /// <summary>Completes when everything of every partition is durable.</summary>
    Task Finished { get; }
}
