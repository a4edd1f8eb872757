using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Clusters;

/// <summary>A partition that is closed and opened again immediately, as happens while several silos start together.</summary>
[Collection(nameof(ClustersInTurn))]
public class ReopenedPartitionTests
{
    private const int Times = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_partition_that_is_opened_again_before_the_reader_has_closed_it_is_read()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 1, partitions: 1);
        SiloRuntime runtime = cluster.Silos[0].Service<SiloRuntime>();
        SiloReader reader = runtime.Reader!;
        await Eventually.SucceedsAsync(
            () => cluster.Silos[0].Buffers is [{ State: PartitionState.Reading }], "the partition to be read");
        PartitionBuffer buffer = cluster.Silos[0].Buffers[0];
        for (int time = 0; time < Times; time++)
        {
            Task closing = reader.CloseAsync(buffer, Patience);
            buffer = reader.Open(0);
            await closing;
            await Eventually.SucceedsAsync(
                () =>
                {
                    Assert.Null(runtime.Failure);
                    return buffer.State == PartitionState.Reading;
                },
                "the partition to be read again");
        }

        await cluster.Kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1)]);
        await Eventually.SucceedsAsync(() => buffer.Take(1) is not null, "its next record");
    }
}
