using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class DeadSilosTests
{
    [Fact]
    public async Task Rows_of_dead_silos_are_removed_from_the_membership_table()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(
            kafka, database, silos: 3, ("Pathway__Silo__DeadSiloRetention", "00:00:01"));
        SiloProcess killed = cluster.Silos[0];
        SiloProcess stopped = cluster.Silos[1];
        await cluster.KillAsync(killed);
        Assert.Equal(0, await cluster.StopAsync(stopped));

        // Dead silos are removed when the membership changes, or else once a minute.
        cluster.Add();
        await cluster.SharedAsync();
        await cluster.WaitForAsync(
            async () => (await cluster.MembersAsync()).SequenceEqual(cluster.Silos.Select(silo => $"{silo.Place.Name}|active")),
            "removal of the dead silos from the table");
    }
}
