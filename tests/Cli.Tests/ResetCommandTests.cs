using System.Text.Json;
using Npgsql;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class ResetCommandTests : IAsyncLifetime
{
    private const string Beyond64Bits = "49590338271490256608559692538361571095921575989136588898";

    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresForTests.CreateAsync();
        await using CommandProcess migrated = await CliProcess.RunAsync(["migrate", "--database", _database.Url], exitCode: 0);
        await ReportFixture.RegisterAsync(_database, "pathway", BuiltInWindow.Tumbling("ten", 10));
        await _database.ExecuteAsync(
            $"""
            INSERT INTO events VALUES ('u1', 1, 2, 3), ('u2', 1, 2, 3);
            INSERT INTO ten (user_id, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time)
            VALUES ('u1', '1970-01-01Z', '1970-01-01T00:00:00.01Z', 1, 2, 2, 2, 3, 3);
            INSERT INTO source_progress (source, partition, next_offset) VALUES ('s', 0, 100), ('s', 1, 50), ('k', 0, {Beyond64Bits});
            INSERT INTO dead_letters (source, partition, position, reason) VALUES ('s', 0, 17, 'empty');
            INSERT INTO writer_commits (writer, commit_no) VALUES (gen_random_uuid(), 3);
            INSERT INTO orleansstorage VALUES (1, 2, 3, 4, 'user', 'u1', 'pathway', NULL, now(), 1);
            """);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task All_empties_every_table_and_keeps_the_schema()
    {
        await using CommandProcess reset = await ResetAsync(exitCode: 0, "--all", "--yes", "--json");

        Assert.Equal("0|0|0|0|0|0", (await CountsAsync())[0]);
        Assert.Equal(
            """{"events":2,"source_progress":3,"sources":0,"dead_letters":1,"writer_commits":1,"orleansstorage":1,"ten":1}""", reset.Json.GetProperty("emptied").GetRawText());
        await using CommandProcess migrated = await CliProcess.RunAsync(
            ["migrate", "--database", _database.Url, "--json"], exitCode: 0);
        Assert.Equal(0, migrated.Json.GetProperty("applied").GetArrayLength());
    }

    // The states of users have no entries for it, so its events would be counted again.
    [Fact]
    public async Task The_position_of_a_finished_input_cannot_be_moved_back()
    {
        await _database.ExecuteAsync("SELECT pathway_end_inputs(ARRAY['file:sha256:ab'], ARRAY[0], ARRAY[10], 0)");
        await _database.ExecuteAsync("SELECT pathway_finish_inputs(ARRAY['file:sha256:ab'])");
        await using CommandProcess reset = await ResetAsync(
            exitCode: 1, "--source", "file:sha256:ab", "--partition", "0", "--to", "5", "--force");

        Assert.Contains("is recorded as finished, and 5 is lower than its end 10", reset.Errors);
        Assert.Equal(
            ["10"], await _database.RowsAsync("SELECT next_offset FROM source_progress WHERE source = 'file:sha256:ab'"));
    }

    [Fact]
    public async Task All_requires_a_confirmation()
    {
        await using CommandProcess reset = await ResetAsync(exitCode: 1, "--all");

        Assert.Contains("--yes", reset.Errors);
        Assert.Equal("2|3|1|1|1|1", (await CountsAsync())[0]);
    }

    [Theory]
    [InlineData("--all", "--yes")]
    [InlineData("--source", "s", "--partition", "0", "--to", "200")]
    public async Task Nothing_changes_while_a_process_is_connected(params string[] arguments)
    {
        await using NpgsqlConnection worker = await _database.ConnectAsync();
        await using (var name = new NpgsqlCommand("SET application_name = 'pathway-standalone-writer-7@host'", worker))
        {
            await name.ExecuteNonQueryAsync();
        }

        await using CommandProcess refused = await ResetAsync(exitCode: 1, arguments);
        Assert.Contains("pathway-standalone-writer-7@host", refused.Errors);
        Assert.Contains("--force", refused.Errors);
        Assert.Equal("2|3|1|1|1|1", (await CountsAsync())[0]);
        Assert.Equal("100", await PositionAsync("s", 0));

        await using CommandProcess forced = await ResetAsync(exitCode: 0, [.. arguments, "--force"]);
    }

    [Fact]
    public async Task Setting_a_user_aside_names_a_user_without_a_state()
    {
        await using CommandProcess refused = await ResetAsync(exitCode: 1, "--user", "no one");
        Assert.Contains("There is no state of user 'no one'", refused.Errors);
    }

    [Theory]
    [InlineData("pathway-standalone-writer-7@host", "shop", "pathway")]
    [InlineData("pathway:shop standalone-writer-7@host", "pathway", "shop")]
    public async Task Processes_of_another_service_do_not_prevent_a_reset(string connected, string free, string blocked)
    {
        await using CommandProcess migrated = await CliProcess.RunAsync(
            ["migrate", "--database", _database.Url, "--service-id", "shop"], exitCode: 0);
        await using NpgsqlConnection worker = await _database.ConnectAsync();
        await using (var name = new NpgsqlCommand($"SET application_name = '{connected}'", worker))
        {
            await name.ExecuteNonQueryAsync();
        }

        await using CommandProcess refused = await ResetAsync(exitCode: 1, "--all", "--yes", "--service-id", blocked);
        Assert.Contains(connected, refused.Errors);
        await using CommandProcess done = await ResetAsync(exitCode: 0, "--all", "--yes", "--service-id", free);
    }

    [Theory]
    [InlineData("170", "1000", "1000")]
    [InlineData("90", "1000", "null")]
    [InlineData("100", "9223372036854775807", "null")]
    public async Task The_watermark_is_reset_unless_it_is_still_valid(string to, string watermark, string expected)
    {
        await _database.ExecuteAsync(
            $"UPDATE source_progress SET watermark = {watermark} WHERE source = 's' AND partition = 0");
        await using CommandProcess reset = await ResetAsync(
            exitCode: 0, "--source", "s", "--partition", "0", "--to", to, "--force");

        Assert.Equal([expected], await _database.RowsAsync(
            "SELECT watermark FROM source_progress WHERE source = 's' AND partition = 0"));
    }

    [Fact]
    public async Task A_position_moves_forward_without_force()
    {
        await using CommandProcess reset = await ResetAsync(
            exitCode: 0, "--source", "s", "--partition", "0", "--to", "170", "--json");

        Assert.Equal("170", await PositionAsync("s", 0));
        Assert.Equal("50", await PositionAsync("s", 1));
        Assert.Equal("2|3|1|1|1|1", (await CountsAsync())[0]);
        Assert.Equal("""{"source":"s","partition":0,"from":"100","to":"170"}""", reset.Json.GetRawText());
    }

    [Fact]
    public async Task A_position_beyond_64_bits_moves_too()
    {
        string further = Beyond64Bits[..^1] + "9";
        await using CommandProcess reset = await ResetAsync(exitCode: 0, "--source", "k", "--partition", "0", "--to", further);
        Assert.Equal(further, await PositionAsync("k", 0));
    }

    [Fact]
    public async Task A_position_moves_back_only_with_force()
    {
        await using CommandProcess refused = await ResetAsync(exitCode: 1, "--source", "s", "--partition", "0", "--to", "99");
        Assert.Contains("s[0] is durable up to 100, and 99 is lower", refused.Errors);
        Assert.Contains("does not apply records again", refused.Errors);
        Assert.Equal("100", await PositionAsync("s", 0));

        await using CommandProcess forced = await ResetAsync(
            exitCode: 0, "--source", "s", "--partition", "0", "--to", "99", "--force");
        Assert.Equal("99", await PositionAsync("s", 0));
    }

    [Fact]
    public async Task A_partition_without_a_position_is_an_error_that_lists_those_with_one()
    {
        await using CommandProcess refused = await ResetAsync(exitCode: 1, "--source", "t", "--partition", "0", "--to", "5");
        Assert.Contains("t[0]", refused.Errors);
        Assert.Contains("s[1] at 50", refused.Errors);

        await using CommandProcess forced = await ResetAsync(
            exitCode: 0, "--source", "t", "--partition", "0", "--to", "5", "--force", "--json");
        Assert.Equal("5", await PositionAsync("t", 0));
        Assert.Equal(JsonValueKind.Null, forced.Json.GetProperty("from").ValueKind);
    }

    [Fact]
    public async Task A_database_without_the_tables_is_named()
    {
        await using PostgresForTests empty = await PostgresForTests.CreateAsync();
        await using CommandProcess refused = await CliProcess.RunAsync(
            ["reset", "--database", empty.Url, "--all", "--yes"], exitCode: 1);
        Assert.Contains($"{empty.Database} at 127.0.0.1:{empty.Port}, schema \"public\" has no tables", refused.Errors);
    }

    private Task<CommandProcess> ResetAsync(int exitCode, params string[] arguments) =>
        CliProcess.RunAsync(["reset", "--database", _database.Url, .. arguments], exitCode);

    private Task<string[]> CountsAsync() => _database.RowsAsync(
        """
        SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM source_progress), (SELECT count(*) FROM dead_letters),
               (SELECT count(*) FROM writer_commits), (SELECT count(*) FROM orleansstorage), (SELECT count(*) FROM ten)
        """);

    private Task<string> PositionAsync(string source, int partition) =>
        _database.ScalarAsync<string>(
            $"SELECT next_offset::text FROM source_progress WHERE source = '{source}' AND partition = {partition}");
}
