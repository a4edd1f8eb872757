using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources;

/// <summary>A reader of those partitions that its owner adds. Only lost positions are reported to the listener.</summary>
public interface IAssignedReader : IPartitionedReader
{
    /// <summary>Starts to read a partition at a position. <see cref="IPartitionedReader.TrySeek"/> moves it later.</summary>
    /// <exception cref="InvalidOperationException">The partition was added already, or the reader is not started.</exception>
    void Add(int partition, Position start);

    /// <summary>Stops reading a partition. Has no effect on a partition that was not added.</summary>
    void Remove(int partition);
}
