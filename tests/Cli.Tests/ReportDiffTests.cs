using PathwayOrleans.Pipelines;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class ReportDiffTests : IAsyncLifetime
{
    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresForTests.CreateAsync();
        foreach (string service in (string[])["pathway", "batch-1"])
        {
            await ReportFixture.MigrateAsync(_database, service);
            await ReportFixture.RegisterAsync(_database, service, BuiltInWindow.Tumbling("minutes", 60_000));
            string schema = service == "pathway" ? "public" : service;
            await _database.ExecuteAsync(
                $"""
                INSERT INTO "{schema}".events SELECT 'u' || i, i, i / 3.0::double precision, i FROM generate_series(1, 100) AS i;
                INSERT INTO "{schema}".events VALUES ('zero', 1, '-0', 0), ('tiny', 1, 5e-324, 0);
                SET search_path = "{schema}";
                INSERT INTO minutes (user_id, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time)
                SELECT 'u' || i, pathway_event_time(60000 * n), pathway_event_time(60000 * (n + 1)), i, i / 7.0::double precision, -0.1, 0.1, i, i + 1
                FROM generate_series(1, 50) AS i, generate_series(1, 2) AS n;
                """);
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Services_with_equal_rows_are_equal()
    {
        await using CommandProcess diff = await DiffAsync(0);
        Assert.Equal(
            """
            events   102 rows compared: 0 only in pathway, 0 only in batch-1, 0 differ
            minutes  100 rows compared: 0 only in pathway, 0 only in batch-1, 0 differ
            pathway and batch-1 are equal to the last bit.
            """,
            diff.Output);
        await using CommandProcess json = await DiffAsync(0, "--json");
        Assert.Equal(
            """{"a":"pathway","b":"batch-1","equal":true,"tables":[{"table":"events","rowsOfA":102,"rowsOfB":102,"compared":102,"onlyInA":0,"onlyInB":0,"differing":0,"examples":[]},{"table":"minutes","rowsOfA":100,"rowsOfB":100,"compared":100,"onlyInA":0,"onlyInB":0,"differing":0,"examples":[]}]}""",
            json.Output);
    }

    /// <summary>
    /// A difference of one bit of a double, and of the sign of a zero. Postgres treats zeros of both signs as equal.
    /// </summary>
    [Theory]
    [InlineData(
        "UPDATE \"batch-1\".events SET total_value = total_value + 3e-17 WHERE user_id = 'u1'",
        "u1, count 1, total_value 0.3333333333333333 against 0.33333333333333337, time 1")]
    [InlineData(
        "UPDATE \"batch-1\".events SET total_value = 0 WHERE user_id = 'zero'",
        "zero, count 1, total_value -0 against 0, time 0")]
    [InlineData(
        "UPDATE \"batch-1\".events SET total_value = 0 WHERE user_id = 'tiny'",
        "tiny, count 1, total_value 5e-324 against 0, time 0")]
    [InlineData("UPDATE \"batch-1\".events SET count = 9 WHERE user_id = 'u3'", "u3, count 3 against 9")]
    [InlineData("UPDATE \"batch-1\".events SET time = 9 WHERE user_id = 'u3'", "time 3 against 9")]
    [InlineData("UPDATE events SET time = 9 WHERE user_id = 'u3'", "time 9 against 3")]
    public async Task A_difference_in_any_column_of_a_user_is_found(string change, string shown)
    {
        await _database.ExecuteAsync(change);
        await using CommandProcess diff = await DiffAsync(1);
        Assert.Contains("events   102 rows compared: 0 only in pathway, 0 only in batch-1, 1 differ", diff.Output);
        Assert.Contains(shown, diff.Output);
        Assert.EndsWith("pathway and batch-1 DIFFER.", diff.Output, StringComparison.Ordinal);
        Assert.Empty(diff.Errors);
    }

    [Theory]
    [InlineData("window_end = '1970-01-01T00:00:00.099Z'")]
    [InlineData("count = 99")]
    [InlineData("total_value = total_value + 3e-15")]
    [InlineData("min_value = 0")]
    [InlineData("max_value = 0.10000000000000002")]
    [InlineData("first_time = 99")]
    [InlineData("last_time = 99")]
    public async Task A_difference_in_any_column_of_a_window_is_found(string change)
    {
        await _database.ExecuteAsync(
            $"UPDATE \"batch-1\".minutes SET {change} WHERE user_id = 'u9' AND window_start > '1970-01-01T00:01Z'");
        await using CommandProcess diff = await DiffAsync(1, "--json");
        Assert.Equal(
            [0, 1], diff.Json.GetProperty("tables").EnumerateArray().Select(table => table.GetProperty("differing").GetInt32()));
        Assert.Equal(
            DateTimeOffset.UnixEpoch.AddMinutes(2), diff.Json.GetProperty("tables")[1]
                .GetProperty("examples")[0].GetProperty("a").GetProperty("window_start").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_service_without_rows_is_named()
    {
        await _database.ExecuteAsync("DELETE FROM \"batch-1\".minutes");
        await ReopenAsync();
        await using CommandProcess diff = await DiffAsync(1, "--limit", "0");
        Assert.Contains(
            "minutes  0 rows compared: 100 only in pathway, 0 only in batch-1, 0 differ; batch-1 has no rows", diff.Output);
        await _database.ExecuteAsync("DELETE FROM minutes");
        await using CommandProcess none = await DiffAsync(0);
        Assert.Contains(
            "minutes  0 rows compared: 0 only in pathway, 0 only in batch-1, 0 differ; pathway and batch-1 have no rows",
            none.Output);
    }

    [Fact]
    public async Task Rows_of_only_one_service_are_counted_and_the_first_are_shown()
    {
        await _database.ExecuteAsync(
            """
            DELETE FROM "batch-1".events WHERE user_id IN ('u1', 'u2', 'u3');
            DELETE FROM events WHERE user_id = 'u4';
            UPDATE minutes SET window_start = '1970-01-01Z' WHERE user_id = 'u5' AND window_start = '1970-01-01T00:01Z';
            """);
        await ReopenAsync();
        await using CommandProcess diff = await DiffAsync(1, "--limit", "2");
        Assert.Equal(
            """
            events   98 rows compared: 3 only in pathway, 1 only in batch-1, 0 differ
              only in pathway: user_id u1, count 1, total_value 0.3333333333333333, time 1
              only in pathway: user_id u2, count 2, total_value 0.6666666666666666, time 2
              only in batch-1: user_id u4, count 4, total_value 1.3333333333333333, time 4
            minutes  99 rows compared: 1 only in pathway, 1 only in batch-1, 0 differ
              only in pathway: user_id u5, window_start 1970-01-01T00:00:00+00:00, window_end 1970-01-01T00:02:00+00:00, count 5, total_value 0.7142857142857143, min_value -0.1, max_value 0.1, first_time 5, last_time 6
              only in batch-1: user_id u5, window_start 1970-01-01T00:01:00+00:00, window_end 1970-01-01T00:02:00+00:00, count 5, total_value 0.7142857142857143, min_value -0.1, max_value 0.1, first_time 5, last_time 6
            pathway and batch-1 DIFFER.
            """,
            diff.Output);
    }

    // Which windows changed after they were closed depends on the order of the partitions, and is not compared.
    private async Task ReopenAsync()
    {
        int number = await _database.ScalarAsync<int>("SELECT number FROM pipeline_views WHERE name = 'minutes'");
        await _database.ExecuteAsync(
            $"INSERT INTO pathway_reopened_{number} SELECT user_id, window_start, now() FROM minutes");
    }

    private Task<CommandProcess> DiffAsync(int exitCode, params string[] arguments) => CliProcess.RunAsync(
        ["report", "diff", "--service-id", "pathway", "--service-id", "batch-1", "--database", _database.Url, .. arguments],
        exitCode);
}
