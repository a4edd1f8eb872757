using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Clusters;

[Collection(nameof(ClustersInTurn))]
[Trait("Tier", "Slow")]
public class ScalingTests
{
    [Fact]
    public async Task Silos_that_join_and_leave_under_load_share_the_partitions_and_lose_nothing()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 2, partitions: 10);
        using Load load = Load.StartEndless(cluster.Kafka, users: 1_000);
        await DurableBeyondAsync(cluster, 2_000);
        await cluster.AddSiloAsync();
        await cluster.BalancedAsync();
        await DurableBeyondAsync(cluster, await Progress.SumAsync(cluster.Kafka, cluster.Database) + 2_000);
        await cluster.StopSiloAsync(cluster.Silos[0]);
        await cluster.BalancedAsync();
        await load.StopAsync();
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
    }

    /// <summary>
    /// Only the partitions of the silo that stops have events. Its part of Orleans' grain directory is lost with it, so that
    /// grains of the other silo's partitions may be activated again, and their partitions be read again.
    /// </summary>
    [Fact]
    public async Task A_silo_that_stops_makes_what_it_has_read_durable_so_that_nothing_is_read_twice()
    {
        const int events = 7_500;
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 2);
        TestSilo stopping = cluster.Silos[1];
        int[] partitions = [.. stopping.Buffers.Select(buffer => buffer.Number)];
        foreach (int partition in partitions)
        {
            await cluster.ProduceAsync(partition, Enumerable.Range(0, events).Select(i => ($"p{partition}u{i % 500}", 1.0)));
        }

        await cluster.StopSiloAsync(stopping);
        foreach (int partition in partitions)
        {
            await cluster.DurableAsync(partition, events);
        }

        Assert.Equal(events * partitions.Length, await cluster.Database.ScalarAsync<decimal>("SELECT sum(count) FROM events"));
        Assert.Equal(4, cluster.Silos[0].Buffers.Length);
        Assert.All((await cluster.StatusAsync()).Silos, silo => Assert.Equal(0, silo.EventsSkipped));
    }

    private static Task DurableBeyondAsync(TestCluster cluster, long events) => Eventually.SucceedsAsync(
        async () => await Progress.SumAsync(cluster.Kafka, cluster.Database) >= events, $"{events} events durable");
}
