using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class TwoClustersTests
{
    [Fact]
    public async Task Two_services_on_one_database_and_one_topic_count_everything_once_each_and_do_not_see_each_other()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster here = await SiloCluster.StartAsync(kafka, database, silos: 2);
        await using SiloCluster there = await SiloCluster.StartAsync(
            kafka, database, silos: 2, ("Pathway__ServiceId", "rebuild-1"), ("Pathway__Kafka__GroupId", $"{kafka.GroupId}-b"));
        using Load load = Load.Start(kafka, new LoadOptions { Events = 60_000, Users = 1_000, Malformed = 60 }, rate: 15_000);
        await here.AssertExactAsync(load);
        await there.AssertExactAsync(load);

        foreach (SiloCluster cluster in (SiloCluster[])[here, there])
        {
            string[] own = [.. cluster.Silos.Select(silo => silo.Place.Name).Order()];
            Assert.Equal(own.Select(name => $"{name}|active"), (await cluster.MembersAsync()).Order());
            ClusterStatus status = await ClusterClient.StatusAsync(database, cluster.ServiceId);
            Assert.Equal(cluster.ServiceId, status.ServiceId);
            Assert.Equal(own, status.Silos.Select(silo => silo.Silo).Order());
            Assert.Empty(status.Silent);
            Assert.Equal(kafka.Partitions, status.Partitions.Count);
            Assert.All(status.Partitions, partition => Assert.Contains(partition.Silo, own));
            Assert.Equal(60_000, status.Silos.Sum(silo => silo.EventsApplied));
        }
    }
}
