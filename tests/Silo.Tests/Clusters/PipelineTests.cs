using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Clusters;

/// <summary>A pipeline in a cluster whose silos send records to each other.</summary>
[Collection(nameof(ClustersInTurn))]
[Trait("Tier", "Slow")]
public class PipelineTests
{
    private const int Partitions = 4;
    private const int RecordsPerPartition = 1_000;
    private const int Keys = 50;

    private const string Sql =
        """
        CREATE SOURCE orders (amount numeric NOT NULL)
        INCLUDE key AS customer, header 'region' AS region, header 'channel' AS channel, partition AS place, timestamp AS time
        FORMAT PLAIN ENCODE JSON;
        CREATE MATERIALIZED VIEW totals AS
        SELECT customer, region, count(*) AS n, sum(amount) AS total, count(channel) AS r, sum(place) AS e
        FROM orders GROUP BY customer, region;
        CREATE MATERIALIZED VIEW days AS
        SELECT region, customer, window_start, window_end, count(*) AS n, sum(amount) AS total
        FROM TUMBLE(orders, time, INTERVAL '1 day') GROUP BY customer, region, window_start, window_end;
        """;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Records_with_keys_and_headers_reach_the_grains_of_other_silos_and_count_once(string groupCommit)
    {
        using var folder = new FolderForTests();
        await using TestCluster cluster = await TestCluster.StartAsync(
            silos: 2,
            partitions: Partitions,
            settings:
            [
                ("Pathway:Pipeline:File", folder.Write("orders.sql", Sql)), ("Pathway:Silo:GroupCommit", groupCommit),
            ]);

        // Each key is in every partition, so that its grain receives records from both silos.
        for (int partition = 0; partition < Partitions; partition++)
        {
            await cluster.Kafka.ProduceAsync(partition, Enumerable.Range(0, RecordsPerPartition).Select(Message));
        }

        await Eventually.SucceedsAsync(
            async () => await Progress.SumAsync(cluster.Kafka, cluster.Database) == Partitions * RecordsPerPartition,
            "all records durable");
        const int PerKey = Partitions * RecordsPerPartition / Keys;
        const int Places = PerKey * (Partitions - 1) / 2;
        Assert.Equal(
            Enumerable.Range(0, Keys).Select(key => string.Create(
                CultureInfo.InvariantCulture, $"c{key}|r{key % 3}|{PerKey}|{PerKey * (key + 0.5m)}|{PerKey / 2}|{Places}"))
                .Order(StringComparer.Ordinal),
            (await cluster.Database.RowsAsync("SELECT customer, region, n, total, r, e FROM totals"))
                .Order(StringComparer.Ordinal));
        await AssertGrainHasRowsAsync(cluster.Grains, PerKey);
    }

    private static async Task AssertGrainHasRowsAsync(IGrainFactory grains, int events)
    {
        IUserAggregateGrain grain = grains.GetKey("c7", "r1");
        KeyRows totals = await grain.GetRows("totals");
        Assert.Equal((false, null), (totals.IsWindowed, totals.Since));
        Assert.Equal(
            $$"""{"customer":"c7","region":"r1","n":{{events}},"total":{{events * 7.5m}},"r":{{events / 2}},"e":120}""",
            Assert.Single(totals.Rows));
        using var day = JsonDocument.Parse(Assert.Single((await grain.GetRows("days")).Rows));
        Assert.Equal(events, day.RootElement.GetProperty("n").GetInt32());
        DateTimeOffset start = day.RootElement.GetProperty("window_start").GetDateTimeOffset();
        Assert.Single((await grain.GetRows("days", start, start.AddSeconds(1))).Rows);
        Assert.Empty((await grain.GetRows("days", to: start)).Rows);
        Assert.Empty((await grains.GetKey("c7", "r2").GetRows("totals")).Rows);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => grain.GetRows("total"));
        Assert.Contains("view is 'total'; there is no such view", refused.Message, StringComparison.Ordinal);
        Assert.Contains("totals", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<ArgumentException>(() => grain.GetRows("totals", to: start));
        Assert.Contains("has no windows", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<ArgumentException>(() => grains.GetUser("c7").GetRows("totals"));
        Assert.Contains("is not a JSON array of the 2 values of a key", refused.Message, StringComparison.Ordinal);
        foreach (IUserAggregateGrain other in (IUserAggregateGrain[])[grain, grains.GetUser("c7")])
        {
            await Assert.ThrowsAsync<InvalidOperationException>(other.GetTotals);
        }
    }

    private static Message<byte[]?, byte[]?> Message(int place)
    {
        int key = place % Keys;
        var headers = new Headers { { "other", [1] }, { "region", Encoding.UTF8.GetBytes($"r{key % 3}") } };
        if (place / Keys % 2 == 0)
        {
            headers.Add("channel", "web"u8.ToArray());
        }

        return new Message<byte[]?, byte[]?>
        {
            Key = Encoding.UTF8.GetBytes($"c{key}"),
            Value = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"amount":{{key}}.5}""")),
            Headers = headers,
        };
    }
}
