using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>The cache and the receiver of one queue.</summary>
internal sealed class PartitionLane
{
    internal PartitionLane(
        SiloReader reader, PartitionOwnership ownership, int partition, TimeSpan handOverTimeout, TimeProvider time,
        Action<PartitionLane> closed)
    {
        PartitionBuffer buffer = reader.Open(partition);
        Cache = new PartitionCache(buffer);
        Receiver = new PartitionReceiver(buffer, ownership, time, async () =>
        {
            closed(this);
            await reader.CloseAsync(buffer, handOverTimeout);
        });
    }

    internal PartitionCache Cache { get; }

    internal PartitionReceiver Receiver { get; }
}
