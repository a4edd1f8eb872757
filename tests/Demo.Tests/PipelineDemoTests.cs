using System.Text.Json;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Demo.Tests;

[Collection(nameof(DemoHome))]
[Trait("Tier", "Slow")]
public sealed class PipelineDemoTests(DemoHome home)
{
    [Fact]
    public async Task Every_row_of_the_users_views_is_the_one_of_Postgres_although_workers_are_killed()
    {
        using var folder = new FolderForTests();
        var environment = new Dictionary<string, string>(home.Environment)
        {
            // What the user has configured for other pipelines must not be used.
            ["Pathway__Pipeline__File"] = "/nowhere/other.sql",
            ["Pathway__Windows__MaxTimeAhead"] = "00:00:00",
        };
        string pipeline = folder.Write(
            "pipeline.sql",
            await File.ReadAllTextAsync(
                RepositoryFolder.PathOf("samples", "clickstream", "pipeline.sql"), TestContext.Current.CancellationToken) +
            """

            CREATE MATERIALIZED VIEW visits AS
            SELECT customer_id, window_start, window_end, count(*) AS events, first_value(event) AS first
            FROM SESSION(purchases, at, INTERVAL '1 minute') GROUP BY customer_id, window_start, window_end;
            """);
        string records = folder.Write(
            "records.ndjson",
            await File.ReadAllTextAsync(
                RepositoryFolder.PathOf("samples", "clickstream", "sample.ndjson"), TestContext.Current.CancellationToken) +
            """
            {"event":"purchase","ts":"2026-03-01T08:00:00Z","customer":{"id":"c13"},"amount":5}
            {"event":"purchase","ts":"2026-03-01T08:00:00Z","customer":{"id":"c700"},"amount":5}
            {"event":
            """);
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--engine", "standalone", "--workers", "2", "--kill-every", "1.5", "--rate", "250", "--json",
                "--pipeline", pipeline, "--input", records],
            exitCode: 0,
            environment);

        JsonElement result = demo.Json;
        Assert.Equal(1_003, result.GetProperty("produced").GetInt64());
        Assert.Equal(0, result.GetProperty("lost").GetInt64());
        Assert.Equal(0, result.GetProperty("duplicated").GetInt64());
        Assert.Equal(0, result.GetProperty("mismatches").GetInt64());
        Assert.True(result.GetProperty("exact").GetBoolean());
        Assert.True(result.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
        Assert.Equal(
            ["customers", "revenue_per_hour", "visits"],
            result.GetProperty("views").EnumerateArray().Select(view => view.GetProperty("name").GetString()));
        Assert.All(
            result.GetProperty("views").EnumerateArray(), view => Assert.NotEqual(0, view.GetProperty("rows").GetInt64()));
        Dictionary<string, long> letters = result.GetProperty("deadLetters").EnumerateArray().ToDictionary(
            reason => reason.GetProperty("reason").GetString()!, reason => reason.GetProperty("found").GetInt64());
        Assert.Equal((2, 1), (letters["late"], letters["invalid_json"]));
        Assert.Contains("dead letters", demo.Errors);
        await home.UntilNothingIsLeftAsync();
    }
}
