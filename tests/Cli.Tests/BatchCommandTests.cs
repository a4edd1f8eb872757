using System.Text.Json;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class BatchCommandTests : IDisposable
{
    private const int NotFinished = 130;

    // Small commits, so that there are many of them.
    private static readonly Dictionary<string, string> SmallCommits = new() { ["Pathway__Engine__MaxEventsInFlight"] = "3000" };

    private readonly FolderForTests _folder = new();

    [Fact]
    public async Task The_second_run_of_a_file_counts_nothing_and_reports_it()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 20_000, Users = 100 });
        string[] command =
            ["batch", "--file", _folder.Write("sample.ndjson", file.Content), "--database", database.Url, "--json"];

        await using CommandProcess first = await CliProcess.RunAsync(command, exitCode: 0);
        Assert.Equal((20_000, 20_000, 0, 0), Totals(first.Json));
        Assert.True(first.Json.GetProperty("finished").GetBoolean());
        Assert.True(first.Json.GetProperty("seconds").GetDouble() > 0);
        Assert.True(first.Json.GetProperty("eventsPerSecond").GetInt64() > 0);

        await using CommandProcess second = await CliProcess.RunAsync(command, exitCode: 0);
        Assert.Equal((20_000, 0, 20_000, 0), Totals(second.Json));
        JsonElement input = Assert.Single(second.Json.GetProperty("inputs").EnumerateArray().ToArray());
        Assert.StartsWith("file:sha256:", input.GetProperty("source").GetString());
        Assert.Equal(
            (20_000, 0, 20_000, 0),
            (Number(input, "records"), Number(input, "applied"), Number(input, "alreadyApplied"), Number(input, "deadLetters")));
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
    }

    [Fact]
    public async Task A_run_that_is_killed_and_restarted_repeatedly_counts_each_record_once()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 400_000, Users = 500, Malformed = 400 });
        string[] command =
            ["batch", "--file", _folder.Write("long.ndjson.gz", file.Content), "--database", database.Url, "--json"];

        await using CommandProcess migrate = await CliProcess.RunAsync(["migrate", "--database", database.Url], exitCode: 0);
        await using CommitGate gate = await CommitGate.InstallAsync(database);
        long durable = 0;
        for (int kill = 0; kill < 3; kill++)
        {
            await gate.CloseAsync(durable + 20_000);
            await using CommandProcess victim = CliProcess.Start(command, SmallCommits);
            await gate.ReachedAsync();
            victim.Signal("KILL");
            await victim.UntilExitAsync();
            await gate.OpenAsync();
            durable = await DurableAsync(database);
            Assert.True(durable > 0, "Nothing was durable before the kill.");
        }

        await using CommandProcess last = await CliProcess.RunAsync(command, exitCode: 0);
        (long records, long applied, long skipped, long deadLetters) = Totals(last.Json);
        Assert.Equal(400_400, records);
        Assert.Equal(400_400, applied + skipped + deadLetters);
        Assert.True(skipped >= durable, last.Transcript);
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
        Assert.Equal(400, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters"));
    }

    [Fact]
    public async Task A_stopped_run_commits_and_reports_that_it_is_not_finished()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 400_000, Users = 500 });
        string[] command = ["batch", "--file", _folder.Write("long.ndjson", file.Content), "--database", database.Url, "--json"];
        await using CommandProcess migrate = await CliProcess.RunAsync(["migrate", "--database", database.Url], exitCode: 0);
        await using CommitGate gate = await CommitGate.InstallAsync(database);
        await gate.CloseAsync(20_000);
        await using (CommandProcess stopped = CliProcess.Start(command, SmallCommits))
        {
            await gate.ReachedAsync();
            stopped.Signal("TERM");
            await gate.OpenAsync();
            Assert.Equal(NotFinished, await stopped.UntilExitAsync());
            Assert.False(stopped.Json.GetProperty("finished").GetBoolean());
            Assert.Equal(await DurableAsync(database), Number(stopped.Json, "applied"));
            Assert.Contains("Not finished", stopped.Errors);
        }

        await using CommandProcess rest = await CliProcess.RunAsync(command, exitCode: 0);
        Assert.Equal(400_000, Number(rest.Json, "applied") + Number(rest.Json, "skipped"));
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
    }

    [Fact]
    public async Task A_second_interrupt_ends_a_run_that_cannot_commit_and_says_what_is_durable()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 20_000, Users = 50 });
        string[] command = ["batch", "--file", _folder.Write("held.ndjson", file.Content), "--database", database.Url];
        await using CommandProcess migrate = await CliProcess.RunAsync(["migrate", "--database", database.Url], exitCode: 0);
        await using CommitGate gate = await CommitGate.InstallAsync(database);
        await gate.CloseAsync(10_000);
        await using CommandProcess interrupted = CliProcess.Start(command, SmallCommits);
        await gate.ReachedAsync();
        interrupted.Signal("INT");
        await interrupted.UntilSaidAsync("Press Ctrl-C again to end at once.");
        interrupted.Signal("INT");
        Assert.Equal(NotFinished, await interrupted.UntilExitAsync());
        Assert.Contains("of 20,000 records of this run are known to be durable.", interrupted.Errors);
        Assert.Contains("Run the same command again", interrupted.Errors);
        Assert.Empty(interrupted.Output);

        await gate.OpenAsync();
        await using CommandProcess rest = await CliProcess.RunAsync([.. command, "--json"], exitCode: 0);
        Assert.Equal(20_000, Number(rest.Json, "applied") + Number(rest.Json, "skipped"));
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
    }

    [Theory]
    [InlineData("--source", "nightly")]
    [InlineData("--file", "-", "--source", "nightly")]
    public async Task Standard_input_is_identified_by_its_name_and_may_grow(params string[] options)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var file = new BatchFile(new LoadOptions { Events = 5_000, Users = 50 });
        Assert.Equal((3_000, 3_000, 0, 0), Totals(await RunOnInputAsync(file.First(3_000), 0)));
        Assert.Equal((3_000, 0, 3_000, 0), Totals(await RunOnInputAsync(file.First(3_000), 0)));
        Assert.Equal((5_000, 2_000, 3_000, 0), Totals(await RunOnInputAsync(file.Content, 0)));
        Assert.Equal(file.Rows, await database.RowsAsync(BatchFile.RowsSql));
        Assert.Equal(
            ["nightly|5000|False"],
            await database.RowsAsync("SELECT source, next_offset, watermark = 9223372036854775807 FROM source_progress"));
        Assert.Contains(
            "4000 records, but 5000 of the input 'nightly' are durable", (await RunOnInputAsync(file.First(4_000), 1)).Errors);

        async Task<CommandProcess> RunOnInputAsync(byte[] input, int exitCode)
        {
            CommandProcess process = CliProcess.Start(["batch", .. options, "--database", database.Url, "--json"]);
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
        await using CommandProcess refused = await CliProcess.RunAsync(
            ["batch", "--file", good, _folder.Write("bad.csv", "user_id,amount,time\nu1,1,1\n"), "--database", database.Url],
            exitCode: 1);
        Assert.Contains("bad.csv: the header has no column value; it has: user_id, amount, time", refused.Errors);
        await using CommandProcess second = await CliProcess.RunAsync(
            ["batch", "--file", good, "--database", database.Url, "--json"], exitCode: 0);
        Assert.Equal((10, 10, 0, 0), Totals(second.Json));
    }

    [Fact]
    public async Task Input_that_is_not_divided_into_lines_is_refused_and_nothing_is_counted()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string good = _folder.Write("good.ndjson", new BatchFile(new LoadOptions { Events = 10, Users = 2 }).Content);
        string array = _folder.Write("array.json", """
            [
            {"user_id":"a","value":1,"time":1700000000000},
            {"user_id":"b","value":1,"time":1700000000000}
            ]
            """);
        await using CommandProcess refused = await CliProcess.RunAsync(
            ["batch", "--file", good, array, "--database", database.Url, "--json"], exitCode: 1);
        Assert.Contains("array.json looks like a JSON array; one object per line is expected.", refused.Errors);
        Assert.Empty(refused.Output);

        // The tables are there.
        await using CommandProcess migrate = await CliProcess.RunAsync(["migrate", "--database", database.Url], exitCode: 0);
        Assert.Equal(
            0, await database.ScalarAsync<long>("SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM dead_letters)"));
    }

    [Fact]
    public async Task A_run_that_counts_nothing_fails_and_names_the_reasons_with_their_numbers()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string[] command =
        [
            "batch", "--file", _folder.Write("clicks.ndjson", """
                {"visitor":"a","page":"/","ts":1700000000000}
                {"visitor":"b","page":"/","ts":1700000000001}
                not JSON
                """), "--database", database.Url,
        ];

        await using CommandProcess process = await CliProcess.RunAsync(command, exitCode: 1);

        Assert.Contains("3 dead letters (2 missing, 1 invalid_json)", process.Output);
        Assert.Contains("No record was counted: all are dead letters (2 missing, 1 invalid_json)", process.Errors);
        Assert.Contains("report dead-letters", process.Errors);
        Assert.Equal(3, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters"));
    }

    [Fact]
    public async Task Some_dead_letters_are_no_failure_and_have_their_reasons_in_the_JSON()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using CommandProcess process = await CliProcess.RunAsync(
            ["batch", "--file", _folder.Write("some.ndjson", """
                {"user_id":"a","value":1,"time":1700000000000}
                not JSON
                """), "--database", database.Url, "--json"], exitCode: 0);
        Assert.Equal((2, 1, 0, 1), Totals(process));
        JsonElement input = process.Json.GetProperty("inputs")[0];
        Assert.Equal(1, input.GetProperty("deadLetterReasons").GetProperty("invalid_json").GetInt64());
    }

    [Fact]
    public async Task The_format_can_be_set()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using CommandProcess process = await CliProcess.RunAsync(
            ["batch", "--file", _folder.Write("export.txt", "value,time,user_id\n1.5,1700000000000,u1\n"),
                "--input-format", "csv", "--database", database.Url], exitCode: 0);
        Assert.Contains("export.txt", process.Output);
        Assert.Contains("1 events applied", process.Output);
        Assert.Equal(["u1|1|1.5|1700000000000"], await database.RowsAsync(BatchFile.RowsSql));
    }

    [Theory]
    [InlineData("There is no input.")]
    [InlineData("Standard input requires --source NAME", "--file", "-")]
    [InlineData("cannot be combined with files", "--file", "-", "a.ndjson", "--source", "x")]
    [InlineData("--source is for standard input only", "--file", "a.ndjson", "--source", "x")]
    [InlineData("it must not begin with", "--source", "file:sha256:00")]
    [InlineData("--topic cannot be combined with", "--topic", "events", "--file", "a.ndjson")]
    [InlineData("--from and --to require --topic", "--file", "a.ndjson", "--from", "0")]
    [InlineData("--from is 'yesterday'", "--topic", "events", "--from", "yesterday")]
    [InlineData("--to is '12'x'", "--topic", "events", "--to", "12'x")]
    [InlineData("--input-format is 'xml'", "--file", "a.ndjson", "--input-format", "xml")]
    [InlineData("the extension '.txt'", "--file", "a.txt")]
    [InlineData("a.ndjson cannot be read", "--file", "a.ndjson")]
    public async Task Conflicting_options_are_named(string problem, params string[] options)
    {
        await using CommandProcess refused = await CliProcess.RunAsync(
            ["batch", .. options, "--database", "postgresql://nobody:x@127.0.0.1:1/none"], exitCode: 1);
        Assert.Contains(problem, refused.Errors);
        Assert.Empty(refused.Output);
    }

    public void Dispose() => _folder.Dispose();

    private static (long Records, long Applied, long Skipped, long DeadLetters) Totals(CommandProcess process) =>
        Totals(process.Json);

    private static (long Records, long Applied, long Skipped, long DeadLetters) Totals(JsonElement result) =>
        (Number(result, "records"), Number(result, "applied"), Number(result, "skipped"), Number(result, "deadLetters"));

    private static long Number(JsonElement result, string name) => result.GetProperty(name).GetInt64();

    private static async Task<long> DurableAsync(PostgresForTests database) =>
        await database.ScalarAsync<bool>("SELECT to_regclass('source_progress') IS NOT NULL")
            ? await database.ScalarAsync<long>("SELECT coalesce(max(next_offset), 0)::bigint FROM source_progress")
            : 0;
}
