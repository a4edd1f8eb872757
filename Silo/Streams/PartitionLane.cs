using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Reading;

namespace PathwayOrleans.Silo.Streams;

/// <summary>What an agent works with for one queue.</summary>
internal sealed class PartitionLane
{
    internal PartitionLane(SiloReader reader, int partition, TimeSpan handOverTimeout, Action<PartitionLane> closed)
    {
        PartitionFlow flow = reader.Open(partition);
        Cache = new PartitionCache(flow);
        Receiver = new PartitionReceiver(flow, async () =>
        {
            closed(this);
            await reader.CloseAsync(flow, handOverTimeout);
        });
    }

    internal PartitionCache Cache { get; }

    internal PartitionReceiver Receiver { get; }
}
