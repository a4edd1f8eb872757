using Orleans.Streams;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Silo.Streams;

/// <summary>Makes the parts of the stream provider, once the source is known.</summary>
internal sealed class PartitionQueueAdapterFactory(SiloRuntime runtime) : IQueueAdapterFactory, IQueueAdapterCache
{
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(new PartitionQueueAdapter(runtime.Lanes));

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IQueueCache CreateQueueCache(QueueId queueId) => runtime.Lanes.Get(queueId).Cache;

    public IStreamQueueMapper GetStreamQueueMapper() => runtime.QueueMapper;

    // A partition is never given up because a delivery failed.
    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler(false));
}
