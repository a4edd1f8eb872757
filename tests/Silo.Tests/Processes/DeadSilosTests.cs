using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class DeadSilosTests
{
    [Fact]
    public async Task A_silo_hands_over_while_its_peers_are_dead_and_rows_of_dead_silos_are_removed_from_the_table()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(
            kafka, database, silos: 3, ("Pathway__Silo__DeadSiloRetention", "00:00:01"));
        using Load load = Load.StartEndless(kafka, users: 1_000);
        await cluster.DurableAsync(10_000);
        SiloProcess last = cluster.Silos[2];
        int[] read = await last.ReadsAsync();
        await Task.WhenAll(cluster.KillAsync(cluster.Silos[0]), cluster.KillAsync(cluster.Silos[1]));
        Assert.Equal(0, await cluster.StopAsync(last));
        last.AssertHandedOver(read);
        last.AssertFewLines();

        // Dead silos are removed when the membership changes, or else once a minute.
        cluster.Add();
        await cluster.SharedAsync();
        await cluster.WaitForAsync(
            async () => (await cluster.MembersAsync()).SequenceEqual(cluster.Silos.Select(silo => $"{silo.Place.Name}|active")),
            "removal of the dead silos from the table");
        await load.StopAsync();
        await cluster.AssertExactAsync(load);
    }
}
