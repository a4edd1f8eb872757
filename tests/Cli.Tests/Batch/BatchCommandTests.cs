using System.Text.Json;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Cli.Tests.Batch;

public sealed class BatchCommandTests : IDisposable
{
    private const int NotFinished = 130;

    private readonly FolderForTests _folder = new();

    [Fact]
    public async Task The_second_run_of_a_file_counts_nothing_and_says_so()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 20_000, Users = 100 });
        string[] command = ["batch", "--file", _folder.Write("sample.ndjson", file.Content), "--database", database.Url, "--json"];

        using CliProcess first = await CliProcess.RunAsync(command, exitCode: 0);
        Assert.Equal((20_000, 20_000, 0, 0), Totals(first.Json));
        Assert.True(first.Json.GetProperty("finished").GetBoolean());
        Assert.True(first.Json.GetProperty("seconds").GetDouble() > 0);
        Assert.True(first.Json.GetProperty("eventsPerSecond").GetInt64() > 0);

        using CliProcess second = await CliProcess.RunAsync(command, exitCode: 0);
        Assert.Equal((20_000, 0, 20_000, 0), Totals(second.Json));
        JsonElement input = Assert.Single(second.Json.GetProperty("inputs").EnumerateArray().ToArray());
        Assert.StartsWith("file:sha256:", input.GetProperty("source").GetString());
        Assert.Equal((20_000, 0, 20_000, 0), (Number(input, "records"), Number(input, "applied"), Number(input, "alreadyApplied"), Number(input, "deadLetters")));
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
    }

    [Fact]
    public async Task A_run_that_is_killed_again_and_again_and_started_again_counts_everything_once()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 400_000, Users = 500, Malformed = 400 });
        string[] command = ["batch", "--file", _folder.Write("long.ndjson.gz", file.Content), "--database", database.Url, "--json"];

        // Small commits, so that there are many places to be killed at.
        var environment = new Dictionary<string, string> { ["Pathway__Engine__MaxEventsInFlight"] = "3000" };
        long durable = 0;
        for (int kill = 0; kill < 3; kill++)
        {
            using CliProcess victim = CliProcess.Start(command, environment);
            long target = durable + 20_000;
            await Eventually.SucceedsAsync(async () => (durable = await DurableAsync(database)) >= target, TimeSpan.FromSeconds(90), "progress");
            Assert.False(victim.HasExited, victim.Transcript);
            victim.Signal("KILL");
            await victim.UntilExitAsync();
            durable = await DurableAsync(database);
        }

        using CliProcess last = await CliProcess.RunAsync(command, exitCode: 0);
        (long records, long applied, long skipped, long deadLetters) = Totals(last.Json);
        Assert.Equal(400_400, records);
        Assert.Equal(400_400, applied + skipped + deadLetters);
        Assert.True(skipped >= durable, last.Transcript);
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
        Assert.Equal(400, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters"));
    }

    [Fact]
    public async Task A_run_that_is_told_to_stop_ends_in_order_and_says_that_it_is_not_finished()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 400_000, Users = 500 });
        string[] command = ["batch", "--file", _folder.Write("long.ndjson", file.Content), "--database", database.Url, "--json"];
        using (CliProcess stopped = CliProcess.Start(command, new Dictionary<string, string> { ["Pathway__Engine__MaxEventsInFlight"] = "3000" }))
        {
            await Eventually.SucceedsAsync(async () => await DurableAsync(database) > 0, TimeSpan.FromSeconds(90), "progress");
            stopped.Signal("TERM");
            Assert.Equal(NotFinished, await stopped.UntilExitAsync());
            Assert.False(stopped.Json.GetProperty("finished").GetBoolean());
            Assert.Equal(await DurableAsync(database), Number(stopped.Json, "applied"));
            Assert.Contains("Not finished", stopped.Errors);
        }

        using CliProcess rest = await CliProcess.RunAsync(command, exitCode: 0);
        Assert.Equal(400_000, Number(rest.Json, "applied") + Number(rest.Json, "skipped"));
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
    }

    [Theory]
    [InlineData("--source", "nightly")]
    [InlineData("--file", "-", "--source", "nightly")]
    public async Task Standard_input_is_known_by_its_name_and_may_grow(params string[] options)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 5_000, Users = 50 });
        Assert.Equal((3_000, 3_000, 0, 0), Totals(await RunOnInputAsync(file.First(3_000), 0)));
        Assert.Equal((3_000, 0, 3_000, 0), Totals(await RunOnInputAsync(file.First(3_000), 0)));
        Assert.Equal((5_000, 2_000, 3_000, 0), Totals(await RunOnInputAsync(file.Content, 0)));
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
        Assert.Equal(
            ["nightly|5000|False"], await database.RowsAsync("SELECT source, next_offset, watermark = 9223372036854775807 FROM source_progress"));
        Assert.Contains("4000 records, but 5000 of the input 'nightly' are durable", (await RunOnInputAsync(file.First(4_000), 1)).Errors);

        async Task<CliProcess> RunOnInputAsync(byte[] input, int exitCode)
        {
            CliProcess process = CliProcess.Start(["batch", .. options, "--database", database.Url, "--json"]);
            await process.WriteInputAsync(input);
            Assert.True(await process.UntilExitAsync() == exitCode, process.Transcript);
            return process;
        }
    }

    [Fact]
    public async Task A_csv_file_without_a_column_is_an_error_and_nothing_is_counted()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string good = _folder.Write("good.ndjson", new BatchFile(new LoadOptions { Events = 10, Users = 2 }).Content);
        using CliProcess refused = await CliProcess.RunAsync(
            ["batch", "--file", good, _folder.Write("bad.csv", "user_id,amount,time\nu1,1,1\n"), "--database", database.Url], exitCode: 1);
        Assert.Contains("bad.csv: the header has no column value; it has: user_id, amount, time", refused.Errors);
        using CliProcess second = await CliProcess.RunAsync(["batch", "--file", good, "--database", database.Url, "--json"], exitCode: 0);
        Assert.Equal((10, 10, 0, 0), Totals(second.Json));
    }

    [Fact]
    public async Task The_format_may_be_named()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using CliProcess process = await CliProcess.RunAsync(
            ["batch", "--file", _folder.Write("export.txt", "value,time,user_id\n1.5,7,u1\n"), "--input-format", "csv", "--database", database.Url], exitCode: 0);
        Assert.Contains("export.txt", process.Output);
        Assert.Contains("1 events counted", process.Output);
        Assert.Equal(["u1|1|1.5|7"], await database.RowsAsync(BatchFile.RowsSql));
    }

    [Theory]
    [InlineData("Nothing to read")]
    [InlineData("Standard input has no name", "--file", "-")]
    [InlineData("cannot be read together with files", "--file", "-", "a.ndjson", "--source", "x")]
    [InlineData("--source names standard input", "--file", "a.ndjson", "--source", "x")]
    [InlineData("names that begin with", "--source", "file:sha256:00")]
    [InlineData("Give either --topic, or", "--topic", "events", "--file", "a.ndjson")]
    [InlineData("the range of a --topic", "--file", "a.ndjson", "--from", "0")]
    [InlineData("--from is 'yesterday'", "--topic", "events", "--from", "yesterday")]
    [InlineData("--to is '12'x'", "--topic", "events", "--to", "12'x")]
    [InlineData("--input-format is 'xml'", "--file", "a.ndjson", "--input-format", "xml")]
    [InlineData("the extension '.txt'", "--file", "a.txt")]
    [InlineData("a.ndjson cannot be read", "--file", "a.ndjson")]
    public async Task Options_that_do_not_fit_are_named(string problem, params string[] options)
    {
        using CliProcess refused = await CliProcess.RunAsync(["batch", .. options, "--database", "postgresql://nobody:x@127.0.0.1:1/none"], exitCode: 1);
        Assert.Contains(problem, refused.Errors);
        Assert.Empty(refused.Output);
    }

    public void Dispose() => _folder.Dispose();

    private static (long Records, long Applied, long Skipped, long DeadLetters) Totals(CliProcess process) => Totals(process.Json);

    private static (long Records, long Applied, long Skipped, long DeadLetters) Totals(JsonElement result) =>
        (Number(result, "records"), Number(result, "applied"), Number(result, "skipped"), Number(result, "deadLetters"));

    private static long Number(JsonElement result, string name) => result.GetProperty(name).GetInt64();

    private static async Task<long> DurableAsync(PostgresForTests database) =>
        await database.ScalarAsync<bool>("SELECT to_regclass('source_progress') IS NOT NULL")
            ? await database.ScalarAsync<long>("SELECT coalesce(max(next_offset), 0)::bigint FROM source_progress")
            : 0;
}
