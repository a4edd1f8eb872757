using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Silo.Reading;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Clusters;

/// <summary>A partition that goes and is back at once, as happens while several silos start together.</summary>
[Collection(nameof(ClustersInTurn))]
public class ReopenedPartitionTests
{
    private const int Times = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_partition_that_comes_back_before_the_reader_knows_that_it_went_is_read_on()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 1, partitions: 1);
        SiloRuntime runtime = cluster.Silos[0].Service<SiloRuntime>();
        SiloReader reader = runtime.Reader!;
        await Eventually.SucceedsAsync(() => cluster.Silos[0].Flows is [{ State: PartitionState.Reading }], "the partition to be read");
        PartitionFlow flow = cluster.Silos[0].Flows[0];
        for (int time = 0; time < Times; time++)
        {
            Task closing = reader.CloseAsync(flow, Patience);
            flow = reader.Open(0);
            await closing;
            await Eventually.SucceedsAsync(
                () =>
                {
                    Assert.False(runtime.HasFailed);
                    return flow.State == PartitionState.Reading;
                },
                "the partition to be read again");
        }

        await cluster.Kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1)]);
        await Eventually.SucceedsAsync(() => flow.Take(1) is not null, "its next record");
    }
}
