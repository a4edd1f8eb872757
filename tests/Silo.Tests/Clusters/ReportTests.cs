using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Clusters;

[Collection(nameof(ClustersInTurn))]
[Trait("Tier", "Slow")]
public class ReportTests
{
    [Fact]
    public async Task Any_silo_returns_the_status_of_the_cluster()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 2, partitions: 3);
        await cluster.ProduceAsync(0, ("a", 1), ("b", 2), ("a", 3));
        await cluster.Kafka.ProduceAsync(1, ["no event"u8.ToArray()]);
        await cluster.DurableAsync(0, 3);
        await cluster.DurableAsync(1, 1);
        foreach (TestSilo silo in cluster.Silos)
        {
            ClusterStatus? status = null;
            await Eventually.SucceedsAsync(
                async () =>
                {
                    status = await silo.Grains.GetGrain<IClusterStatusGrain>(0).GetStatus();
                    return status.Partitions.All(partition => partition.Lag == 0);
                },
                "no lag");
            Assert.Equal(("pathway", "pathway", cluster.Kafka.SourceName), (status!.ClusterId, status.ServiceId, status.Source));
            Assert.Equal(["silo-1", "silo-2"], status.Silos.Select(info => info.Silo));
            Assert.Empty(status.Silent);
            Assert.Equal(3, status.Silos.Sum(info => info.EventsApplied));
            Assert.Equal(1, status.Silos.Sum(info => info.DeadLettered));
            Assert.Equal(0, status.Silos.Sum(info => info.EventsInFlight));
            Assert.Equal([0, 1, 2], status.Partitions.Select(partition => partition.Partition));
            Assert.Equal(["3", "1", null], status.Partitions.Select(partition => partition.Durable));
            Assert.All(status.Partitions, partition => Assert.Equal(cluster.OwnerOf(partition.Partition).Name, partition.Silo));
            Assert.All(status.Partitions, partition => Assert.Equal(("reading", null), (partition.State, partition.Error)));

            IReportGrain reports = silo.Grains.GetGrain<IReportGrain>(0);
            ReportAnswer top = await reports.Read("top", [], 1, null);
            Assert.StartsWith(
                """{"rows":[{"userId":"a","count":2,"totalValue":4,"time":1700000000000}],"next":""", top.Json, StringComparison.Ordinal);
            ReportAnswer view = await reports.Read(
                "view", new Dictionary<string, string[]> { ["view"] = ["events"], ["key"] = ["b"] }, 10, null);
            Assert.StartsWith("""{"rows":[{"user_id":"b","count":1,"total_value":2,""", view.Json, StringComparison.Ordinal);
            Assert.StartsWith("events counts ", view.Note, StringComparison.Ordinal);
            Assert.Contains("it must be between 1 and", (await reports.Read("top", [], 0, null)).Error, StringComparison.Ordinal);
            Assert.Contains("there is no such report", (await reports.Read("tops", [], 1, null)).Error, StringComparison.Ordinal);
            DeadLetterInfo letter = Assert.Single(await reports.DeadLetters(10));
            Assert.Equal((1, "0", "invalid_json", 8), (letter.Partition, letter.Position, letter.Reason, letter.Length));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reports.DeadLetters(IReportGrain.MaxLimit + 1));
        }
    }

    [Fact]
    public async Task Users_with_similar_ids_have_separate_totals()
    {
        string[] ids =
        [
            "1", "001", "01", "abc", "ABC", "Abc", "0", "00", "=1", "==1", "=001", " ", "  ", "\t", " u ", "{}", "%7B%7D",
            "=%7B%7D", "u/1", "\\", "\"",
            "é", "e\u0301", "日本", "😀", "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF",
            new string('u', 512), "u",
        ];
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 2, partitions: 2);
        await cluster.ProduceAsync(1, ids.SelectMany((id, place) => Enumerable.Repeat((id, 1.0), place + 1)));
        await cluster.DurableAsync(1, ids.Length * (ids.Length + 1) / 2);
        for (int place = 0; place < ids.Length; place++)
        {
            foreach (TestSilo silo in cluster.Silos)
            {
                Assert.Equal(
                    new UserTotals(ids[place], place + 1, place + 1, 1_700_000_000_000), await silo.Grains.GetUser(
                        ids[place]).GetTotals());
            }
        }
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_silo_has_at_most_six_connections(string groupCommit)
    {
        await using TestCluster cluster = await TestCluster.StartAsync(settings: ("Pathway:Silo:GroupCommit", groupCommit));
        using Load load = Load.Start(cluster.Kafka, new LoadOptions { Events = 10_000, Users = 2_000 });
        long most = 0;
        await Eventually.SucceedsAsync(
            async () =>
            {
                most = Math.Max(most, await cluster.Database.ScalarAsync<long>(
                    "SELECT count(*) FROM pg_stat_activity " +
                    "WHERE datname = current_database() AND application_name LIKE 'pathway%'"));
                return await Progress.SumAsync(cluster.Kafka, cluster.Database) == 10_000;
            },
            TimeSpan.FromMinutes(1),
            "everything durable");
        Assert.InRange(most, 2, 6);
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
    }
}
