using Orleans.Core.Internal;
using Orleans.Runtime.Placement;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Clusters;

/// <summary>The grains of a partition and of its users move to the silo that reads it.</summary>
[Collection(nameof(ClustersInTurn))]
[Trait("Tier", "Slow")]
public class PlacementTests
{
    private const int Partitions = 4;
    private const int Events = 4;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Grains_activated_elsewhere_move_to_the_silo_that_reads_the_partition(string groupCommit)
    {
        await using TestCluster cluster = await TestCluster.StartAsync(
            silos: 2, partitions: Partitions, settings: ("Pathway:Silo:GroupCommit", groupCommit));
        foreach (int partition in Enumerable.Range(0, Partitions))
        {
            TestSilo other = cluster.Silos.Single(silo => silo != cluster.OwnerOf(partition));
            Assert.Null(await other.Grains.GetUser($"u{partition}").GetTotals());
            Assert.Equal(other.Address, await cluster.PlaceOfAsync(cluster.Grains.GetUser($"u{partition}")));
        }

        await HomeAsync(cluster, events: 0);
        foreach (int partition in Enumerable.Range(0, Partitions))
        {
            TestSilo other = cluster.Silos.Single(silo => silo != cluster.OwnerOf(partition));
            var grain = cluster.Grains.GetGrain<IPartitionGrain>($"{partition}");
            RequestContext.Set(IPlacementDirector.PlacementHintKey, other.Address);
            await grain.AsReference<IGrainManagementExtension>().MigrateOnIdle();
            RequestContext.Clear();
            await Eventually.SucceedsAsync(
                async () => other.Address.Equals(await cluster.PlaceOfAsync(grain)), "the partition's grain on the other silo");
        }

        await HomeAsync(cluster, events: Events);
        Assert.Equal(["u0|8|8", "u1|8|8", "u2|8|8", "u3|8|8"], await cluster.CountsAsync());
    }

    [Fact]
    public async Task Grains_follow_their_partition_to_another_silo()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(partitions: Partitions);
        await HomeAsync(cluster, events: 0);
        TestSilo first = cluster.Silos[0];
        await cluster.AddSiloAsync();
        await cluster.BalancedAsync();
        await HomeAsync(cluster, events: Events);
        await cluster.StopSiloAsync(first);
        await cluster.BalancedAsync();
        await HomeAsync(cluster, events: 2 * Events);
        Assert.Equal(["u0|12|12", "u1|12|12", "u2|12|12", "u3|12|12"], await cluster.CountsAsync());
    }

    // The first events find the grains at their old place, the last ones on the silo that reads the partition.
    private static async Task HomeAsync(TestCluster cluster, int events)
    {
        foreach (int next in Enumerable.Range(events + 1, Events))
        {
            for (int partition = 0; partition < Partitions; partition++)
            {
                await cluster.ProduceAsync(partition, ($"u{partition}", 1));
            }

            for (int partition = 0; partition < Partitions; partition++)
            {
                await cluster.DurableAsync(partition, next);
            }
        }

        for (int partition = 0; partition < Partitions; partition++)
        {
            SiloAddress home = cluster.OwnerOf(partition).Address;
            await Eventually.SucceedsAsync(
                async () => (await PlacesAsync(cluster, partition)).All(home.Equals),
                $"partition {partition} and its user on the silo that reads it");
            foreach (TestSilo silo in cluster.Silos)
            {
                Assert.Equal(events + Events, (await silo.Grains.GetUser($"u{partition}").GetTotals())!.Count);
            }
        }
    }

    private static async Task<SiloAddress?[]> PlacesAsync(TestCluster cluster, int partition) =>
    [
        await cluster.PlaceOfAsync(cluster.Grains.GetUser($"u{partition}")),
        await cluster.PlaceOfAsync(cluster.Grains.GetGrain<IPartitionGrain>($"{partition}")),
    ];
}
