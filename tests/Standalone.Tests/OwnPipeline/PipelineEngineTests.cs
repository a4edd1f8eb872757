using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Standalone.Tests.OwnPipeline;

public sealed class PipelineEngineTests
{
    private const string Sql =
        """
        CREATE SOURCE purchases (
            customer_id text PATH '$.customer.id' NOT NULL,
            sku text, amount numeric, at timestamptz PATH '$.ts' NOT NULL,
            small integer AS (amount::integer),
            WATERMARK FOR at AS at - INTERVAL '1 minute'
        ) FORMAT PLAIN ENCODE JSON;
        CREATE MATERIALIZED VIEW totals AS
        SELECT customer_id, count(*) AS n, sum(amount) AS total, min(sku) AS first_sku, sum(small) AS small_sum
        FROM purchases GROUP BY customer_id;
        CREATE MATERIALIZED VIEW visits AS
        SELECT customer_id, window_start, window_end, avg(amount) AS mean, approx_count_distinct(sku) AS skus
        FROM SESSION(purchases, at, INTERVAL '2 minutes') GROUP BY customer_id, window_start, window_end;
        """;

    // As by a process that counts another source: the state stays as it is.
    private const string OtherWriter = "UPDATE orleansstorage SET version = version + 1 WHERE grainidextensionstring = '=a'";

    [Fact]
    public async Task Changes_of_a_rejected_commit_are_written_later_and_rewound_records_count_once()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 2);
        byte[][][] records = [Records(1, 4_000), Records(2, 4_000)];
        await using EngineUnderTest engine = await StartAsync(reader, database, new EngineOptions());
        reader.Assign(0, 1);
        const int Rounds = 4;
        for (int round = 0; round < Rounds; round++)
        {
            for (int partition = 0; partition < records.Length; partition++)
            {
                foreach (byte[] record in records[partition].Skip(round * 1_000).Take(1_000))
                {
                    reader.Append(partition, record);
                }

                await EngineUnderTest.DurableAsync(database, partition, (round + 1) * 1_000);
            }

            await database.ExecuteAsync(OtherWriter);
        }

        Assert.NotEqual(0, engine.Counters.Conflicts);
        Assert.NotEqual(0, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'late'"));
        var expected = new ExpectedViews(Sql);
        await expected.Add(EngineUnderTest.Source, 0, records[0]).Add(EngineUnderTest.Source, 1, records[1])
            .AssertEqualAsync(database);
    }

    [Fact]
    public async Task A_record_that_an_aggregate_cannot_take_is_a_dead_letter_and_the_rest_counts()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 1);
        byte[][] records =
        [
            Clickstream.Purchase("a", 1, 1),
            Clickstream.Purchase("a", 1, 3_000_000_000),
            Clickstream.Purchase("b", 2, 2),
            Clickstream.Purchase("a", 2, 5),
        ];
        foreach (byte[] record in records)
        {
            reader.Append(0, record);
        }

        await using EngineUnderTest engine = await StartAsync(reader, database, new EngineOptions());
        reader.Assign(0);
        await EngineUnderTest.DurableAsync(database, 0, records.Length);
        await new ExpectedViews(Sql).Add(EngineUnderTest.Source, 0, records).AssertEqualAsync(database);
        string letter = Assert.Single(await database.RowsAsync("SELECT position, reason, detail FROM dead_letters"));
        Assert.StartsWith("1|evaluation_failed|", letter, StringComparison.Ordinal);
        Assert.Contains("integer", letter, StringComparison.Ordinal);
    }

    private static byte[][] Records(int seed, int count)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i => Clickstream.Purchase(
                random.Next(2) == 0 ? "a" : $"k{random.Next(20)}", (i / 10) - random.Next(4), random.Next(1, 1_000) / 10m)),
        ];
    }

    private static Task<EngineUnderTest> StartAsync(
        ScriptedReader reader, PostgresForTests database, EngineOptions options) =>
        EngineUnderTest.StartAsync(reader, database, Sql, maxOpenWindows: 5, engine: options);
}
