using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Core.Internal;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Clusters;

/// <summary>Known cases in which a pulling agent of a stream does not deliver a batch.</summary>
[Collection(nameof(ClustersInTurn))]
[Trait("Tier", "Slow")]
public class StreamTrapTests
{
    [Fact]
    public async Task Repeated_deactivation_of_a_partitions_grain_loses_nothing()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(partitions: 2);
        using Load load = Load.Start(
            cluster.Kafka, new LoadOptions { Events = 20_000, Users = 200, Malformed = 20 }, rate: 10_000);
        while (load.IsProducing)
        {
            long before = await Progress.SumAsync(cluster.Kafka, cluster.Database);
            foreach (int partition in (int[])[0, 1])
            {
                await cluster.Grains.GetGrain<IPartitionGrain>(
                    $"{partition}").AsReference<IGrainManagementExtension>().DeactivateOnIdle();
            }

            await Eventually.SucceedsAsync(
                async () => !load.IsProducing || await Progress.SumAsync(cluster.Kafka, cluster.Database) > before,
                "further progress");
        }

        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
    }

    [Fact]
    public async Task Failed_deliveries_and_lost_responses_lose_nothing()
    {
        var faults = new DeliveryFaults(call => call < 9 ? (DeliveryFaults.Fault)(call % 3) : DeliveryFaults.Fault.None);
        await using TestCluster cluster = await TestCluster.StartAsync(partitions: 2, configure: faults.AddTo);
        using Load load = Load.Start(
            cluster.Kafka, new LoadOptions { Events = 10_000, Users = 200, Malformed = 20 }, rate: 5_000);
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
        Assert.True(faults.Calls > 6, "There must have been deliveries to fail.");
    }

    [Fact]
    public async Task A_batch_that_the_agent_wrongly_regards_as_delivered_is_delivered_again()
    {
        var faults = new DeliveryFaults(call => call < 2 ? DeliveryFaults.Fault.Swallowed : DeliveryFaults.Fault.None);
        await using TestCluster cluster = await TestCluster.StartAsync(partitions: 1, configure: faults.AddTo);
        await cluster.ProduceAsync(0, ("a", 1));
        await cluster.DurableAsync(0, 1);
        Assert.Equal(["a|1|1"], await cluster.CountsAsync());
        Assert.True(faults.Calls >= 3, "The batch must have been swallowed twice.");
    }

    [Fact]
    public async Task A_stream_that_was_removed_because_it_was_idle_continues_with_the_next_event()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(
            partitions: 1,
            configure: builder =>
                builder.UseOrleans(silo => silo.Services.AddOptions<StreamPullingAgentOptions>(PartitionStreams.Provider)
                .Configure(agent => agent.StreamInactivityPeriod = TimeSpan.FromTicks(10))));
        for (int round = 1; round <= 5; round++)
        {
            await cluster.ProduceAsync(0, ("a", 1), ("b", 1));
            await cluster.DurableAsync(0, 2 * round);
            Assert.Equal([$"a|{round}|{round}", $"b|{round}|{round}"], await cluster.CountsAsync());
        }
    }
}
