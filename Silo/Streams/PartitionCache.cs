using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// The polls that were handed to the agent and not yet taken by the partition's grain; they are kept by the flow,
/// and leave when the grain takes them, never because the agent has passed them by.
/// </summary>
internal sealed class PartitionCache(PartitionFlow flow) : IQueueCache
{
    // One item of the agent's reckoning is a whole poll. Whether there is room for one is the flow's decision.
    public int GetMaxAddCount() => 1;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        // They are offered by the flow already.
    }

    public bool TryPurgeFromCache(out IList<IBatchContainer> purgedItems)
    {
        purgedItems = [];
        return false;
    }

    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token) => new PartitionCursor(flow);

    // The reader holds back at the flow's bound, and the flow has no poll to give while the grain has not taken the
    // earlier ones; telling the agent so would only make it write a line to the log each time.
    public bool IsUnderPressure() => false;
}
