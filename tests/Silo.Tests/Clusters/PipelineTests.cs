using System.Globalization;
using System.Text;
using Confluent.Kafka;
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
        INCLUDE key AS customer, header 'region' AS region, header 'channel' AS channel, partition AS place
        FORMAT PLAIN ENCODE JSON;
        CREATE MATERIALIZED VIEW totals AS
        SELECT customer, region, count(*) AS n, sum(amount) AS total, count(channel) AS channels, sum(place) AS places
        FROM orders GROUP BY customer, region;
        """;

    [Fact]
    public async Task Records_with_keys_and_headers_reach_the_grains_of_other_silos_and_count_once()
    {
        using var folder = new FolderForTests();
        await using TestCluster cluster = await TestCluster.StartAsync(
            silos: 2, partitions: Partitions, settings: ("Pathway:Pipeline:File", folder.Write("orders.sql", Sql)));

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
            (await cluster.Database.RowsAsync("SELECT customer, region, n, total, channels, places FROM totals"))
                .Order(StringComparer.Ordinal));
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
