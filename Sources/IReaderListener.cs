namespace PathwayOrleans.Sources;

/// <summary>Hears which partitions a reader has. Called on the reader's thread, while it reads or closes.</summary>
public interface IReaderListener
{
    /// <summary>These partitions are ours now. They wait for <see cref="IPartitionedReader.TrySeek"/>.</summary>
    void OnAssigned(IReadOnlyList<int> partitions);

    /// <summary>These partitions go to somebody else when this call returns: commit what there is.</summary>
    void OnRevoked(IReadOnlyList<int> partitions);

    /// <summary>These partitions have gone to somebody else already.</summary>
    void OnLost(IReadOnlyList<int> partitions);

    /// <summary>The source cannot deliver from where this partition stood; it waits for a new position.</summary>
    void OnPositionLost(int partition, string error);
}
