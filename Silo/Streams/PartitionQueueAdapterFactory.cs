using Orleans.Streams;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Silo.Streams;

/// <summary>Creates the components of the stream provider. The source must be known.</summary>
internal sealed class PartitionQueueAdapterFactory(SiloRuntime runtime) : IQueueAdapterFactory, IQueueAdapterCache
{
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(new PartitionQueueAdapter(runtime.Lanes));

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IQueueCache CreateQueueCache(QueueId queueId) => runtime.Lanes.Get(queueId).Cache;

    public IStreamQueueMapper GetStreamQueueMapper() => runtime.QueueMapper;

    // A failed delivery must not end the subscription; the partition is read again.
    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler(false));
}
