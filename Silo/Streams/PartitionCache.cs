using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// The batches that the agent has received and that the partition's grain has not taken yet. The buffer keeps them until the
/// grain takes them, even if the agent skips them.
/// </summary>
internal sealed class PartitionCache(PartitionBuffer buffer) : IQueueCache
{
    // The agent counts a whole batch as one item. The buffer decides whether there is room for a batch.
    public int GetMaxAddCount() => 1;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        // The buffer offers them already.
    }

    public bool TryPurgeFromCache(out IList<IBatchContainer> purgedItems)
    {
        purgedItems = [];
        return false;
    }

    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token) => new PartitionCursor(buffer);

    // The reader stops at the buffer's bound, and the buffer returns no batch while the grain has not taken the earlier ones.
    // Reporting pressure here would only make the agent log a line each time.
    public bool IsUnderPressure() => false;
}
