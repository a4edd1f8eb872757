using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Engine.Tests;

/// <summary>A pipeline of the user's own.</summary>
public abstract class PipelineTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Partitions = 3;
    private const int Records = 1_500;

    private static readonly (string, string) Pipeline = ("Pathway:Pipeline:File", Clickstream.PipelineFile);

    [Fact]
    public async Task Every_view_is_exact_through_restarts_and_evicted_windows()
    {
        await using EngineWorld world = await CreateAsync(Partitions);
        byte[][][] records = [.. Enumerable.Range(0, Partitions).Select(i => Clickstream.Random(Records, i, customers: 60))];
        for (int round = 0; round < 3; round++)
        {
            await ProduceAsync(world, records, round * Records / 3, (round + 1) * Records / 3);
            RunningEngine engine = await world.StartAsync(Pipeline, ("Pathway:Windows:MaxOpenPerUser", "2"));
            await DurableAsync(world, engine, (round + 1) * Records / 3);
            await engine.StopAsync();
        }

        await ExpectedAsync(world, records, await File.ReadAllTextAsync(Clickstream.PipelineFile));
        Assert.NotEqual(0, await world.Database.ScalarAsync<long>(
            "SELECT count(*) FROM dead_letters WHERE reason = 'late' AND windows = '{revenue_per_hour}'"));
    }

    [Fact]
    public async Task Rows_that_another_writer_has_changed_are_read_again_and_records_count_once()
    {
        await using EngineWorld world = await CreateAsync(Partitions);
        byte[][][] records = [.. Enumerable.Range(0, Partitions).Select(i => Clickstream.Random(Records, i, customers: 20))];
        RunningEngine engine = await world.StartAsync(Pipeline);
        for (int round = 0; round < 3; round++)
        {
            await ProduceAsync(world, records, round * Records / 3, (round + 1) * Records / 3);
            await DurableAsync(world, engine, (round + 1) * Records / 3);
            await world.Database.ExecuteAsync(
                "UPDATE orleansstorage SET version = version + 1 WHERE grainidextensionstring LIKE '=c1%'");
        }

        Assert.NotEqual(0, engine.Status.CommitsRejected);
        await ExpectedAsync(world, records, await File.ReadAllTextAsync(Clickstream.PipelineFile));
    }

    [Fact]
    public async Task Records_of_CSV_give_the_rows_that_they_give_in_memory()
    {
        await using EngineWorld world = await CreateAsync(Partitions);
        using var folder = new FolderForTests();
        (string, string) pipeline = ("Pathway:Pipeline:File", folder.Write("pipeline.sql", CsvPurchases.Sql));
        byte[][][] records = [.. Enumerable.Range(0, Partitions).Select(i => CsvPurchases.Random(Records, i))];
        for (int round = 0; round < 2; round++)
        {
            await ProduceAsync(world, records, round * Records / 2, (round + 1) * Records / 2);
            RunningEngine engine = await world.StartAsync(pipeline, ("Pathway:Windows:MaxOpenPerUser", "2"));
            await DurableAsync(world, engine, (round + 1) * Records / 2);
            await engine.StopAsync();
        }

        await ExpectedAsync(world, records, CsvPurchases.Sql);
        Assert.Equal(
            ["invalid", "invalid_csv", "late", "missing"],
            await world.Database.RowsAsync("SELECT DISTINCT reason FROM dead_letters ORDER BY 1"));
    }

    [Fact]
    public async Task A_process_whose_pipeline_was_replaced_stops_with_an_error()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(Pipeline);
        await world.Kafka.ProduceAsync(0, [Clickstream.Purchase("a", 1)]);
        await world.DurableAsync(engine, 0, 1);
        await world.Database.ExecuteAsync(
            """
            INSERT INTO pathway_pipelines (hash, source, key_columns, idle_timeout)
            SELECT 'other', source, key_columns, idle_timeout FROM pathway_pipelines
            """);
        await world.Kafka.ProduceAsync(0, [Clickstream.Purchase("a", 2)]);
        Assert.Contains("was replaced while this process was running", await engine.EndsAsync(), StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(await world.Database.RowsAsync("SELECT purchases FROM customers")));
    }

    private static async Task ProduceAsync(EngineWorld world, byte[][][] records, int from, int to)
    {
        for (int partition = 0; partition < records.Length; partition++)
        {
            await world.Kafka.ProduceAsync(partition, records[partition][from..to]);
        }
    }

    private static async Task DurableAsync(EngineWorld world, RunningEngine engine, long next)
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            await world.DurableAsync(engine, partition, next);
        }
    }

    private static async Task ExpectedAsync(EngineWorld world, byte[][][] records, string sql)
    {
        var expected = new ExpectedViews(sql);
        for (int partition = 0; partition < records.Length; partition++)
        {
            expected.Add(world.Kafka.SourceName, partition, records[partition]);
        }

        await expected.AssertEqualAsync(world.Database);
    }
}
