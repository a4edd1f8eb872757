using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Streams;

namespace PathwayOrleans.Silo.Tests.Streams;

public class PartitionQueueMapperTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Each_partition_has_its_own_queue_and_stream(int partitions)
    {
        var mapper = new PartitionQueueMapper(partitions);
        QueueId[] queues = [.. mapper.GetAllQueues()];
        Assert.Equal(partitions, queues.Distinct().Count());
        Assert.Equal(partitions, queues.Select(queue => queue.GetUniformHashCode()).Distinct().Count());
        for (int partition = 0; partition < partitions; partition++)
        {
            Assert.Equal(partition, PartitionQueueMapper.PartitionOf(queues[partition]));
            Assert.Equal(queues[partition], mapper.GetQueueForStream(PartitionStreams.Of(partition)));
        }
    }

    [Fact]
    public void A_stream_of_an_unknown_partition_is_rejected()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(
            () => new PartitionQueueMapper(10).GetQueueForStream(PartitionStreams.Of(10)));
        Assert.Contains("The partition must be between 0 and 9", refused.Message, StringComparison.Ordinal);
    }
}
