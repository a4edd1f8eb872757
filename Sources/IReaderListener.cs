namespace PathwayOrleans.Sources;

/// <summary>Receives changes of a reader's partitions. Called on the reader's thread, while it reads or closes.</summary>
public interface IReaderListener
{
    /// <summary>
    /// These partitions are assigned to this reader. They deliver nothing before <see cref="IPartitionedReader.TrySeek"/>.
    /// </summary>
    void OnAssigned(IReadOnlyList<int> partitions);

    /// <summary>These partitions are released when this call returns; pending changes must be committed before.</summary>
    void OnRevoked(IReadOnlyList<int> partitions);

    /// <summary>These partitions are already assigned to another reader.</summary>
    void OnLost(IReadOnlyList<int> partitions);

    /// <summary>The log does not hold this partition's position; the partition delivers nothing before a new seek.</summary>
    void OnPositionLost(int partition, string error);
}
