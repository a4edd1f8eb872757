using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing.Pipelines;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Clusters;

[Collection(nameof(ClustersInTurn))]
[Trait("Tier", "Slow")]
public class WindowTests
{
    private const int Partitions = 3;

    private static readonly WindowDefinition[] Aligned =
    [
        WindowDefinition.Tumbling("minute", 60_000, lateness: 10_000),
        WindowDefinition.Sliding("often", 45_000, 20_000),
    ];

    private static readonly WindowDefinition Visit = WindowDefinition.Session("visit", 8_000, lateness: 5_000);

    [Theory]
    [InlineData("true", "1000")]
    [InlineData("true", "3")]
    [InlineData("false", "1000")]
    public async Task Window_rows_match_the_oracle_while_silos_join_and_leave(string groupCommit, string maxOpenPerUser)
    {
        var random = new Random(1);
        PlacedEvent[][] logs = Logs(random, 3_000, number => [.. Enumerable.Range(0, 20).Select(user => $"p{number}u{user}")]);
        await using TestCluster cluster = await TestCluster.StartAsync(
            silos: 2,
            Partitions,
            settings:
            [
                ("Pathway:Silo:GroupCommit", groupCommit), ("Pathway:Windows:MaxOpenPerUser", maxOpenPerUser),
                WindowedEvents.Setting([.. Aligned, Visit]),
            ]);
        await ProduceAsync(cluster, logs, 0, 1_000);
        await cluster.AddSiloAsync();
        await ProduceAsync(cluster, logs, 1_000, 2_000);
        await cluster.StopSiloAsync(cluster.Silos[0]);
        await ProduceAsync(cluster, logs, 2_000, 3_000);
        await AssertAsync(cluster, logs, [.. Aligned, Visit]);
        Assert.NotEqual(0, await cluster.Database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'late'"));
        Assert.NotEqual(0, await cluster.Database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'future'"));
    }

    private static PlacedEvent[][] Logs(Random random, int count, Func<int, string[]> users) =>
        [.. Enumerable.Range(0, Partitions).Select(
        number => RandomEvents.Create(random, SourcePartition.Of("any", number), users(number), count).ToArray())];

    private static async Task ProduceAsync(TestCluster cluster, PlacedEvent[][] logs, int from, int to)
    {
        for (int number = 0; number < logs.Length; number++)
        {
            await cluster.Kafka.ProduceAsync(number, logs[number].Take(to).Skip(from));
        }
    }

    private static async Task AssertAsync(TestCluster cluster, PlacedEvent[][] logs, WindowDefinition[] definitions)
    {
        var expected = new WindowExpectation(definitions, WatermarkSettings.Default);
        for (int number = 0; number < logs.Length; number++)
        {
            await cluster.DurableAsync(number, logs[number].Length);
            string source = await cluster.Database.ScalarAsync<string>("SELECT min(source) FROM source_progress");
            expected.AddPartition(logs[number].Select(placed => placed with { Partition = SourcePartition.Of(source, number) }));
        }

        await WindowAssert.IsAsExpectedAsync(cluster.Database, expected);
    }
}
