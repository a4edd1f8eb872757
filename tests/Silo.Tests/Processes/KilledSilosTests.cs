using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class KilledSilosTests
{
    // Records that are produced before a kill in addition to those that have to be durable.
    private const int Lead = 30_000;

    [Fact]
    public async Task Silos_killed_at_random_under_load_and_started_again_lose_and_repeat_nothing()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 3);
        using Load load = Load.Start(
            kafka, new LoadOptions { Events = 200_000, Users = 3_000, Malformed = 200 }, rate: 15_000, upTo: 0);

        var random = new Random(20260101);
        for (long killAbove = 20_000; killAbove <= 140_000; killAbove += 60_000)
        {
            load.ContinueTo(killAbove + Lead);
            await cluster.DurableAsync(killAbove);
            SiloProcess victim = cluster.Silos[random.Next(cluster.Silos.Count)];
            await cluster.KillAsync(victim);
            cluster.Add(victim.Place);
        }

        await cluster.AssertExactAsync(load);
        await cluster.SharedAsync();
    }

    [Fact]
    public async Task A_killed_silo_that_is_not_replaced_is_detected_and_others_read_its_partitions()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 3);
        using Load load = Load.Start(
            kafka, new LoadOptions { Events = 150_000, Users = 3_000, Malformed = 100 }, rate: 15_000, upTo: 20_000 + Lead);

        await cluster.DurableAsync(20_000);
        SiloProcess victim = cluster.Silos[1];
        await cluster.KillAsync(victim);
        load.ContinueTo(long.MaxValue);
        await cluster.SharedAsync();
        Assert.Contains($"{victim.Place.Name}|dead", await cluster.MembersAsync());
        Assert.All(cluster.Silos, silo => Assert.Single(
            silo.Process.OutputTail.Split('\n'), line => line.Contains("was declared dead", StringComparison.Ordinal)));
        cluster.Add();
        await cluster.SharedAsync();

        await cluster.AssertExactAsync(load);
    }

    [Fact]
    public async Task A_cluster_that_was_killed_as_a_whole_starts_again_at_other_addresses()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 2);
        using Load load = Load.Start(
            kafka, new LoadOptions { Events = 100_000, Users = 3_000, Malformed = 100 }, rate: 15_000, upTo: 20_000 + Lead);

        await cluster.DurableAsync(20_000);
        await Task.WhenAll(cluster.Silos.ToArray().Select(cluster.KillAsync));
        await cluster.StartedAsync([SiloPlace.Here(), SiloPlace.Here()]);

        await cluster.AssertExactAsync(load);
    }
}
