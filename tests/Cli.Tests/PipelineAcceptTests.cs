using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class PipelineAcceptTests : IAsyncLifetime
{
    private const string Source = "CREATE SOURCE s (k text NOT NULL, v bigint NOT NULL, ts timestamptz NOT NULL, " +
        "WATERMARK FOR ts AS ts) WITH (connector = 'kafka', topic = 't');";

    private const string Counts = Source + "CREATE MATERIALIZED VIEW totals AS SELECT k, count(*) AS n FROM s GROUP BY k;";

    private const string Sums = Source + "CREATE MATERIALIZED VIEW totals AS SELECT k, sum(v) AS n FROM s GROUP BY k;";

    private const string More = Counts + "CREATE MATERIALIZED VIEW highest AS SELECT k, max(v) AS n FROM s GROUP BY k;";

    private readonly FolderForTests _folder = new();
    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_view_that_is_deleted_and_created_with_another_definition_starts_from_nothing()
    {
        string counts = _folder.Write("counts.sql", Counts);
        string sums = _folder.Write("sums.sql", Sums);
        await BatchAsync(exitCode: 0, counts, ("a", 10), ("a", 20), ("b", 30));
        Assert.Equal(["a|2", "b|1"], await RowsAsync());

        string refused = await BatchAsync(exitCode: 2, sums, ("a", 1), ("c", 2));
        Assert.Contains("pipeline accept --drop totals", refused);

        string unconfirmed = await AcceptAsync(exitCode: 1, sums, "--drop", "totals");
        Assert.Contains("Confirm with --yes.", unconfirmed);
        Assert.Equal(["a|2", "b|1"], await RowsAsync());

        string accepted = await AcceptAsync(exitCode: 0, sums, "--drop", "totals", "--yes");
        Assert.EndsWith($": deleted totals; {sums} is the pipeline of the service, with totals.", accepted);
        Assert.Empty(await RowsAsync());
        await BatchAsync(exitCode: 0, sums, ("a", 1), ("c", 2));
        Assert.Equal(["a|1", "c|2"], await RowsAsync());
        await BatchAsync(exitCode: 0, sums, ("a", 5), ("b", 7));
        Assert.Equal(["a|6", "b|7", "c|2"], await RowsAsync());
    }

    [Fact]
    public async Task A_service_goes_back_to_a_pipeline_that_was_replaced()
    {
        string counts = _folder.Write("counts.sql", Counts);
        string more = _folder.Write("more.sql", More);
        await BatchAsync(exitCode: 0, counts, ("a", 10));
        await BatchAsync(exitCode: 0, more, ("a", 20));

        string refused = await BatchAsync(exitCode: 2, counts, ("a", 30));
        Assert.Contains("run ./pathway pipeline accept", refused);
        await AcceptAsync(exitCode: 0, counts);

        await BatchAsync(exitCode: 0, counts, ("a", 30));
        Assert.Equal(["a|3"], await RowsAsync());
        string missed = await AcceptAsync(exitCode: 2, more);
        Assert.Contains("The view 'highest' has missed all events since", missed);
    }

    [Fact]
    public async Task Wrong_arguments_are_errors_that_say_what_is_possible()
    {
        string nothing = await AcceptAsync(exitCode: 1);
        Assert.Contains("Give the FILE of a pipeline, or --drop with the name of a view, or both.", nothing);
        string unknown = await AcceptAsync(exitCode: 2, "--drop", "totals", "--yes");
        Assert.Contains("The service has no materialized view 'totals'. It has none.", unknown);
        string file = _folder.Write("wrong.sql", Counts.Replace("count(", "cuont(", StringComparison.Ordinal));
        Assert.Contains("Did you mean 'count'?", await AcceptAsync(exitCode: 2, file));
    }

    private async Task<string> BatchAsync(int exitCode, string pipeline, params (string Key, int Value)[] events)
    {
        string name = $"{Guid.NewGuid():n}.ndjson";
        string[] lines = [.. events.Select(e => $$"""{"k":"{{e.Key}}","v":{{e.Value}},"ts":"2026-01-01T00:00:00Z"}""")];
        string file = _folder.Write(name, string.Join('\n', lines));
        return await RunAsync(exitCode, "batch", "--file", file, "--pipeline", pipeline);
    }

    private Task<string> AcceptAsync(int exitCode, params string[] arguments) =>
        RunAsync(exitCode, ["pipeline", "accept", .. arguments]);

    // What it printed: the errors, or the output if it succeeded.
    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        await using CommandProcess process = await CliProcess.RunAsync(
            [.. arguments, "--database", _database.Url], exitCode);
        return exitCode == 0 ? process.Output : process.Errors;
    }

    private Task<string[]> RowsAsync() => _database.RowsAsync("SELECT k, n FROM totals ORDER BY k");
}
