using PathwayOrleans.Standalone.Tests.Batch;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Pipelines;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests.OwnPipeline;

[Trait("Tier", "Slow")]
public sealed class PipelineStreamTests
{
    private const int Partitions = 4;
    private const int Records = 40_000;

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
