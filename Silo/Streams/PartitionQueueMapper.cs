using System.Globalization;
using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>Maps each partition to a queue. The queues are evenly distributed over the hash ring.</summary>
internal sealed class PartitionQueueMapper(int partitions) : IConsistentRingStreamQueueMapper
{
    private readonly QueueId[] _queues = [.. Enumerable.Range(0, partitions).Select(partition => QueueOf(partition, partitions))];

    public IEnumerable<QueueId> GetAllQueues() => _queues;

    public QueueId GetQueueForStream(StreamId streamId)
    {
        int partition = PartitionStreams.PartitionOf(streamId.GetKeyAsString());
        return partition < _queues.Length
            ? _queues[partition]
            : throw new ArgumentOutOfRangeException(
                nameof(streamId),
                partition,
                string.Create(CultureInfo.InvariantCulture, $"The partition must be between 0 and {_queues.Length - 1}."));
    }

    public IEnumerable<QueueId> GetQueuesForRange(IRingRange range) =>
        _queues.Where(queue => range.InRange(queue.GetUniformHashCode()));

    /// <summary>The partition of one of these queues.</summary>
    internal static int PartitionOf(QueueId queue) => (int)queue.GetNumericId();

    private static QueueId QueueOf(int partition, int partitions) => QueueId.GetQueueId(
        PartitionStreams.Provider, (uint)partition, (uint)(partition * (uint.MaxValue / (uint)partitions)));
}
