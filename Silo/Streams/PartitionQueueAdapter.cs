using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// The stream provider's side of the source: one queue per partition, read-only. Not rewindable as Orleans means
/// it: what a stream delivers after a doubt is decided by the durable position alone.
/// </summary>
internal sealed class PartitionQueueAdapter(PartitionLanes lanes) : IQueueAdapter
{
    public string Name => PartitionStreams.Provider;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => lanes.Get(queueId).Receiver;

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        throw new NotSupportedException("The partitions' streams are read from the source; events are produced to its topic.");
}
