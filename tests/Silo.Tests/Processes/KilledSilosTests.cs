using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
public sealed class KilledSilosTests
{
    [Fact]
    public async Task Silos_killed_at_random_under_load_and_started_again_lose_and_repeat_nothing()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 3);
        using Load load = Load.Start(kafka, new LoadOptions { Events = 200_000, Users = 3_000, Malformed = 200 }, rate: 15_000);

        var random = new Random(20260101);
        for (long killAbove = 20_000; killAbove <= 140_000; killAbove += 60_000)
        {
            await cluster.DurableAsync(killAbove);
            SiloProcess victim = cluster.Silos[random.Next(cluster.Silos.Count)];
            await cluster.KillAsync(victim);
            cluster.Add(victim.Place);
        }

        await cluster.AssertExactAsync(load);
        await cluster.SharedAsync();
    }

    [Fact]
    public async Task A_killed_silo_that_nobody_replaces_at_its_address_is_found_out_and_its_partitions_are_read_by_others()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 3);
        using Load load = Load.Start(kafka, new LoadOptions { Events = 150_000, Users = 3_000, Malformed = 100 }, rate: 15_000);

        await cluster.DurableAsync(20_000);
        SiloProcess victim = cluster.Silos[1];
        await cluster.KillAsync(victim);
        await cluster.SharedAsync();
        Assert.Contains($"{victim.Place.Name}|dead", await cluster.MembersAsync());
        cluster.Add();
        await cluster.SharedAsync();

        await cluster.AssertExactAsync(load);
    }

    [Fact]
    public async Task A_cluster_that_was_killed_whole_comes_back_at_other_addresses()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 2);
        using Load load = Load.Start(kafka, new LoadOptions { Events = 100_000, Users = 3_000, Malformed = 100 }, rate: 15_000);

        await cluster.DurableAsync(20_000);
        await Task.WhenAll(cluster.Silos.ToArray().Select(cluster.KillAsync));
        await cluster.StartedAsync([SiloPlace.Here(), SiloPlace.Here()]);

        await cluster.AssertExactAsync(load);
    }
}
