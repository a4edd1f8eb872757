using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
public sealed class ComingAndGoingTests
{
    [Fact]
    public async Task Silos_that_come_and_go_under_load_share_the_partitions_evenly_and_leave_nothing_unfinished()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 1);
        SiloProcess first = cluster.Silos[0];
        using Load load = Load.Start(kafka, new LoadOptions { Events = 250_000, Users = 3_000, Malformed = 100 }, rate: 10_000);
        await cluster.DurableAsync(10_000);

        cluster.Add();
        await cluster.SharedAsync();
        cluster.Add();
        await cluster.SharedAsync();
        int left = (await first.ReadsAsync()).Length;
        Assert.Equal(0, await cluster.StopAsync(first));
        await cluster.SharedAsync();
        string[] members = await cluster.MembersAsync();
        Assert.Equal([$"{first.Place.Name}|dead", .. cluster.Silos.Select(silo => $"{silo.Place.Name}|active")], members);

        string[] given = [.. first.Process.OutputTail.Split('\n').Where(line => line.Contains("given up", StringComparison.Ordinal))];
        Assert.InRange(left, 3, 4);
        Assert.True(given.Length >= kafka.Partitions, first.Process.OutputTail);
        Assert.All(given, line => Assert.Contains("everything taken is durable", line, StringComparison.Ordinal));

        await cluster.AssertExactAsync(load);
    }
}
