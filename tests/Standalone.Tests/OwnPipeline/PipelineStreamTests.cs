using PathwayOrleans.Standalone.Batch;
using PathwayOrleans.Standalone.Tests.Batch;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests.OwnPipeline;

[Trait("Tier", "Slow")]
public sealed class PipelineStreamTests
{
    private const int Partitions = 4;
    private const int Records = 40_000;

    private const string Added =
        """

        CREATE MATERIALIZED VIEW visits AS SELECT customer_id, count(*) AS n FROM purchases GROUP BY customer_id;
        """;

    [Fact]
    public async Task Every_view_is_exact_while_workers_are_killed_and_batch_gives_the_same()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(Partitions);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        byte[][][] records = [.. Enumerable.Range(0, Partitions).Select(i => Clickstream.Random(Records / Partitions, i, 500))];
        var workers = new List<Worker> { Start(kafka, database), Start(kafka, database) };
        try
        {
            const int Rounds = 5;
            for (int round = 0; round < Rounds; round++)
            {
                int size = Records / Partitions / Rounds;
                for (int partition = 0; partition < Partitions; partition++)
                {
                    await kafka.ProduceAsync(partition, records[partition].Skip(round * size).Take(size));
                }

                // The rest of the round is read, and possibly being written, when a worker is killed.
                long target = ((round * size) + (size / 2)) * Partitions;
                await workers[1].WaitForAsync(
                    async () => await Progress.SumAsync(kafka, database) >= target, $"{target} durable records");
                workers[0].Process.Kill();
                await workers[0].Process.WaitForExitAsync();
                await workers[0].DisposeAsync();
                workers[0] = workers[1];
                workers[1] = Start(kafka, database);
            }

            await workers[1].WaitForAsync(
                async () => await Progress.SumAsync(kafka, database) == Records, $"{Records} durable records");
            await Expected(kafka, records).AssertEqualAsync(database);
            Assert.NotEqual(0, await database.ScalarAsync<long>(
                "SELECT count(*) FROM dead_letters WHERE reason = 'late' AND windows = '{revenue_per_hour}'"));
        }
        finally
        {
            foreach (Worker worker in workers)
            {
                await worker.DisposeAsync();
            }
        }

        await using PostgresForTests other = await PostgresForTests.CreateAsync();
        await BatchRunner.RunRangeAsync(other, kafka, settings: ("Pathway:Pipeline:File", Clickstream.PipelineFile));
        await Expected(kafka, records).AssertEqualAsync(other);
    }

    [Fact]
    public async Task A_process_whose_pipeline_was_replaced_stops_with_an_error()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var folder = new FolderForTests();
        string replacement = folder.Write("replacement.sql", await File.ReadAllTextAsync(Clickstream.PipelineFile) + Added);
        await using Worker worker = Start(kafka, database);
        await kafka.ProduceAsync(0, [Clickstream.Purchase("a", 1)]);
        await worker.WaitForAsync(async () => await Progress.SumAsync(kafka, database) == 1, "a durable record");

        BatchResult result = await BatchRunner.RunFilesAsync(
            database, [Clickstream.SampleFile], default, ("Pathway:Pipeline:File", replacement));
        Assert.True(result.IsFinished);
        await kafka.ProduceAsync(0, [Clickstream.Purchase("a", 2)]);
        Assert.NotEqual(0, await worker.EndAsync("ending by itself"));
        Assert.Contains("was replaced while this process was running", worker.Process.OutputTail, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(await database.RowsAsync("SELECT purchases FROM customers WHERE customer_id = 'a'")));
    }

    private static Worker Start(KafkaForTests kafka, PostgresForTests database) =>
        Worker.Start(kafka, database.Url, ("Pathway__Pipeline__File", Clickstream.PipelineFile));

    private static ExpectedViews Expected(KafkaForTests kafka, byte[][][] records)
    {
        var expected = new ExpectedViews(File.ReadAllText(Clickstream.PipelineFile));
        for (int partition = 0; partition < records.Length; partition++)
        {
            expected.Add(kafka.SourceName, partition, records[partition]);
        }

        return expected;
    }
}
