using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class ComingAndGoingTests
{
    [Fact]
    public async Task Silos_that_join_and_leave_under_load_share_the_partitions_evenly_and_finish_what_they_took()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 1);
        SiloProcess first = cluster.Silos[0];
        using Load load = Load.StartEndless(kafka, users: 3_000);
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

        string[] closed = [.. first.Process.OutputTail.Split('\n').Where(
            line => line.Contains(": closed; ", StringComparison.Ordinal))];
        Assert.InRange(left, 3, 4);
        Assert.True(closed.Length >= kafka.Partitions, first.Process.OutputTail);
        Assert.All(closed, line => Assert.Contains("everything taken is durable", line, StringComparison.Ordinal));

        await load.StopAsync();
        await cluster.AssertExactAsync(load);
    }
}
