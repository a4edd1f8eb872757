using System.Collections.Concurrent;
using Orleans.Streams;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// The cache and the receiver of each queue of this silo. An agent gets both, one after the other. A queue that is removed and
/// added again gets a new pair.
/// </summary>
internal sealed class PartitionLanes(
    SiloReader reader, PartitionOwnership ownership, TimeSpan handOverTimeout, TimeProvider time)
{
    private readonly ConcurrentDictionary<QueueId, PartitionLane> _lanes = new();

    internal PartitionLane Get(QueueId queue) => _lanes.GetOrAdd(
        queue,
        id => new PartitionLane(
            reader,
            ownership,
            PartitionQueueMapper.PartitionOf(id),
            handOverTimeout,
            time,
            lane => _lanes.TryRemove(KeyValuePair.Create(id, lane))));
}
