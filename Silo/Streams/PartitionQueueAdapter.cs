using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Adapts the source to the stream provider: one read-only queue per partition. It is not rewindable in Orleans' sense: after a
/// failure a stream continues at the durable position, not at a position that a subscriber requests.
/// </summary>
internal sealed class PartitionQueueAdapter(PartitionLanes lanes) : IQueueAdapter
{
    public string Name => PartitionStreams.Provider;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => lanes.Get(queueId).Receiver;

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        throw new NotSupportedException("The partitions' streams are read-only. Write events to the source instead.");
}
