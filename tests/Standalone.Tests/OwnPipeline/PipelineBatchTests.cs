using System.Text;
using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Standalone.Batch;
using PathwayOrleans.Standalone.Tests.Batch;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Standalone.Tests.OwnPipeline;

public sealed class PipelineBatchTests
{
    private const string FileKey = "Pathway:Pipeline:File";

    private const string Sessions =
        """
        CREATE SOURCE purchases (
            customer_id text PATH '$.customer.id' NOT NULL,
            sku text, amount numeric, at timestamptz PATH '$.ts' NOT NULL,
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        ) FORMAT PLAIN ENCODE JSON;
        CREATE MATERIALIZED VIEW visits WITH (allowed_lateness = '100 days') AS
        SELECT customer_id, window_start, window_end, count(*) AS n, avg(amount) AS mean, approx_count_distinct(sku) AS skus
        FROM SESSION(purchases, at, INTERVAL '3 minutes') GROUP BY customer_id, window_start, window_end;
        CREATE MATERIALIZED VIEW hops WITH (allowed_lateness = '100 days') AS
        SELECT customer_id, window_start, window_end, sum(amount) AS total, stddev_samp(amount) AS spread
        FROM HOP(purchases, at, INTERVAL '2 minutes', INTERVAL '6 minutes')
        GROUP BY customer_id, window_start, window_end;
        """;

    [Fact]
    public async Task The_sample_gives_the_rows_that_its_pipeline_gives_in_memory()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        BatchResult result = await BatchRunner.RunFilesAsync(
            database, [Clickstream.SampleFile], default, (FileKey, Clickstream.PipelineFile));
        byte[][] records = Lines(Clickstream.SampleFile);
        ExpectedViews expected = new ExpectedViews(File.ReadAllText(Clickstream.PipelineFile)).Add("f", 0, records);
        await expected.AssertEqualAsync(database);
        Assert.Equal(records.Length, result.Records);
        Assert.Equal(expected.Counted, result.Applied);
        Assert.Equal(expected.NotCounted, result.NotCounted);

        // The second run changes nothing.
        result = await BatchRunner.RunFilesAsync(
            database, [Clickstream.SampleFile], default, (FileKey, Clickstream.PipelineFile));
        Assert.Equal((0, records.Length), (result.Applied, result.AlreadyApplied));
        await expected.AssertEqualAsync(database);
        Assert.Empty(await database.RowsAsync("SELECT user_id FROM events"));
        Assert.NotEmpty(await database.RowsAsync("SELECT revenue FROM best_hours"));
    }

    [Fact]
    public async Task Records_that_are_not_counted_are_dead_letters_with_what_is_wrong()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var folder = new FolderForTests();
        string input = folder.Write(
            "records.ndjson",
            """
            {"event":"purchase","ts":"2026-03-02T09:00:00Z","customer":{"id":"c1"},"amount":"much"}
            {"event":"purchase","ts":"2026-03-02T09:00:00Z","customer":{}}
            {"event":
            {"event":"view","ts":"2026-03-02T09:00:00Z","customer":{"id":"c1"}}
            """);
        BatchResult result = await BatchRunner.RunFilesAsync(database, [input], default, (FileKey, Clickstream.PipelineFile));
        Assert.Equal((0, 3, 1), (result.Applied, result.DeadLetters, result.NotCounted));
        Assert.True(result.CountedNothing);
        string[] letters = await database.RowsAsync(
            "SELECT position, reason, detail, convert_from(raw, 'UTF8') FROM dead_letters ORDER BY position");
        Assert.Equal(3, letters.Length);
        Assert.StartsWith("0|invalid|amount: ", letters[0], StringComparison.Ordinal);
        Assert.StartsWith("1|missing|customer_id: ", letters[1], StringComparison.Ordinal);
        Assert.StartsWith("2|invalid_json|", letters[2], StringComparison.Ordinal);
        Assert.EndsWith("""|{"event":""", letters[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Windows_that_were_evicted_from_memory_are_restored_from_their_rows(int seed)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var folder = new FolderForTests();
        string pipeline = folder.Write("pipeline.sql", Sessions);
        var random = new Random(seed);
        byte[][] records =
        [
            .. Enumerable.Range(0, 3_000).Select(_ => Clickstream.Purchase(
                $"c{random.Next(3)}", random.Next(600), random.Next(1, 10_000) / 100m)),
        ];
        string input = folder.Write("records.ndjson", string.Join('\n', records.Select(Encoding.UTF8.GetString)));
        await BatchRunner.RunFilesAsync(
            database,
            [input],
            default,
            (FileKey, pipeline),
            ("Pathway:Windows:MaxOpenPerUser", "2"),
            ("Pathway:Engine:MaxEventsInFlight", "1000"));
        await new ExpectedViews(Sessions).Add("f", 0, records).AssertEqualAsync(database);
        Assert.True(await database.ScalarAsync<long>("SELECT max(commit_no) FROM writer_commits") > 3);
    }

    [Fact]
    public async Task A_service_with_a_pipeline_is_not_counted_without_it()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var folder = new FolderForTests();
        string events = folder.Write("events.ndjson", """{"user_id":"u","value":1,"time":1700000000000}""");
        await BatchRunner.RunFilesAsync(database, [Clickstream.SampleFile], default, (FileKey, Clickstream.PipelineFile));
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => BatchRunner.RunFilesAsync(database, events));
        Assert.Contains("has no pipeline of its own (Pathway:Pipeline:File", refused.Message, StringComparison.Ordinal);
        Assert.Contains("./pathway reset", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_has_counted_the_built_in_events_refuses_another_source()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var folder = new FolderForTests();
        string events = folder.Write("events.ndjson", """{"user_id":"u","value":1,"time":1700000000000}""");
        await BatchRunner.RunFilesAsync(database, events);
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => BatchRunner.RunFilesAsync(
                database, [Clickstream.SampleFile], default, (FileKey, Clickstream.PipelineFile)));
        Assert.Contains(Clickstream.PipelineFile, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Pathway:ServiceId", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_the_file_are_reported_with_their_places_before_the_database_is_used()
    {
        using var folder = new FolderForTests();
        string pipeline = folder.Write(
            "pipeline.sql",
            "CREATE SOURCE s (k text NOT NULL) FORMAT PLAIN ENCODE JSON;\n" +
            "CREATE MATERIALIZED VIEW v AS SELECT k, cuont(*) AS n FROM s GROUP BY k;");
        await using BatchHost host = BatchRunner.Create(
            ("Pathway:Database:ConnectionString", "postgresql://nobody@127.0.0.1:1/none"), (FileKey, pipeline));
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.RunFilesAsync((_, _) => Task.FromResult<IReadOnlyList<IndexedFile>>([]), CancellationToken.None));
        Assert.Contains("line 2, column 41", refused.Message, StringComparison.Ordinal);
        Assert.Contains("^", refused.Message, StringComparison.Ordinal);
    }

    private static byte[][] Lines(string file) =>
        [.. File.ReadLines(file).Select(Encoding.UTF8.GetBytes)];
}
