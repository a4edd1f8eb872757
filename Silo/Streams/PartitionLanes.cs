using System.Collections.Concurrent;
using Orleans.Streams;
using PathwayOrleans.Silo.Reading;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Cache and receiver of each queue that this silo has. An agent asks for both, one after the other; a queue that
/// goes and comes back gets a new pair.
/// </summary>
internal sealed class PartitionLanes(SiloReader reader, TimeSpan handOverTimeout)
{
    private readonly ConcurrentDictionary<QueueId, PartitionLane> _lanes = new();

    internal PartitionLane Get(QueueId queue) => _lanes.GetOrAdd(
        queue, id => new PartitionLane(reader, PartitionQueueMapper.PartitionOf(id), handOverTimeout, lane => _lanes.TryRemove(KeyValuePair.Create(id, lane))));
}
