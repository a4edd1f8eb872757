using System.Text.Json;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class ReportListTests(ReportFixture reports) : IClassFixture<ReportFixture>
{
    [Fact]
    public async Task The_default_format_is_a_table() => Assert.Equal(
        """
        user_id    count            total_value  time
        a, "b"\nü      4  1.79769313486232E+308  2023-11-14T22:13:30.000Z
        u1             3                    0.1  2023-11-14T22:13:20.000Z
        u2             5                     -0  2023-11-14T22:13:25.000Z
        """,
        await reports.OutputAsync("users"));

    /// <summary>The line break inside the quotes is part of the user id.</summary>
    [Fact]
    public async Task CSV_follows_RFC_4180_and_numbers_round_trip()
    {
        Assert.Equal(
            "user_id,count,total_value,time\n\"a, " +
            "\"\"b\"\"\nü\",4,1.7976931348623157E+308,1700000010000\nu1,3,0.1,1700000000000\nu2,5,-0,1700000005000",
            await reports.OutputAsync("users", "--format", "csv"));
        Assert.Equal(
            """
            recorded_at,source,partition,position,reason,windows,detail,length,raw
            2026-01-31T12:00:02.0000000Z,k,1,4,late,hour,,,
            2026-01-31T12:00:01.0000000Z,k,0,4,late,hour never,,2,AP8=
            """,
            await reports.OutputAsync("dead-letters", "--reason", "late", "--format", "csv"));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--format", "json")]
    public async Task JSON_is_one_object(params string[] format)
    {
        Assert.Equal(
            """{"rows":[{"user_id":"u2","window_start":"1970-01-01T02:00:00Z","window_end":"1970-01-01T03:00:00Z","count":2,"total_value":0.5,"min_value":-1,"max_value":1,"first_time":7200000,"last_time":7200000,"closed":true,"reopened_at":null}],"next":null,"view":"hour","since":null,"state":"written"}""",
            await reports.OutputAsync(
                ["view", "hour", "--key", "u2", "--from", "1970-01-01T02:00Z", "--to", "10800000", .. format]));
        Assert.Equal(
            """{"rows":[],"next":null,"view":"never","since":null,"state":"written"}""",
            await reports.OutputAsync(["view", "never", .. format]));
    }

    [Fact]
    public async Task Every_row_is_listed_once_without_a_limit_and_in_pages()
    {
        await using CommandProcess whole = await reports.ReportAsync(0, "view", "hour", "--limit", "0", "--json");
        Assert.Equal(24, whole.Json.GetProperty("rows").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, whole.Json.GetProperty("next").ValueKind);

        var rows = new List<string>();
        string[] after = [];
        for (int page = 0; page < 3; page++)
        {
            await using CommandProcess part = await reports.ReportAsync(
                0, ["view", "hour", "--limit", "10", "--json", .. after]);
            rows.AddRange(part.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText()));
            after = ["--after", part.Json.GetProperty("next").GetString() ?? ""];
        }

        Assert.Equal(whole.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText()), rows);
    }

    [Fact]
    public async Task The_cursor_of_the_next_page_is_on_standard_error()
    {
        await using CommandProcess report = await reports.ReportAsync(0, "top", "--limit", "1");
        Assert.Contains("u2", report.Output);
        Assert.Contains("There are more rows: use --limit, or --after ", report.Errors);
    }

    [Fact]
    public async Task State_and_order_are_applied()
    {
        await using CommandProcess closed = await reports.ReportAsync(0, "totals", "hour", "--state", "closed", "--json");
        Assert.Equal([2, 4, 6, 8, 10], closed.Json.GetProperty("rows").EnumerateArray().Select(
            row => row.GetProperty("count").GetInt32()));
        await using CommandProcess open = await reports.ReportAsync(
            0, "view", "hour", "--state", "open", "--key", "u1", "--json");
        Assert.Equal(7, open.Json.GetProperty("rows").GetArrayLength());
        await using CommandProcess total = await reports.ReportAsync(0, "top", "--by", "total", "--json");
        Assert.Equal(
            [4, 3, 5], total.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Dead_letters_are_counted_by_reason() => Assert.Equal(
        """
        reason    letters  first_recorded_at         last_recorded_at
        late            2  2026-01-31T12:00:01.000Z  2026-01-31T12:00:02.000Z
        not_json        1  2026-01-31T12:00:00.000Z  2026-01-31T12:00:00.000Z
        """,
        await reports.OutputAsync("dead-letters"));

    [Fact]
    public async Task A_service_without_rows_has_nothing_to_show()
    {
        await using CommandProcess report = await reports.ReportAsync(0, "users", "--service-id", "rebuild-1");
        Assert.Empty(report.Output);
        Assert.Contains("No rows.", report.Errors);
        Assert.Equal(
            "user_id,count,total_value,time", await reports.OutputAsync("users", "--service-id", "rebuild-1", "--format", "csv"));
    }

    [Fact]
    public async Task A_chart_has_a_bar_for_each_of_the_newest_windows()
    {
        Assert.Equal(
            """
            1970-01-01T04:00:00.000Z   8    ########################################
            1970-01-01T05:00:00.000Z  10    ##################################################
            1970-01-01T06:00:00.000Z  12 …  ############################################################
            hour counts every event of the service.
            """,
            await reports.OutputAsync("chart", "hour", "--column", "count", "--limit", "3", "--to", "1970-01-01T07:00Z"));
        await using CommandProcess json = await reports.ReportAsync(
            0, "chart", "hour", "--column", "count", "--limit", "1", "--json");
        Assert.Equal(24, json.Json.GetProperty("rows")[0].GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData(
        "--user is 'u0'; there is no such user; the nearest user ids are 'a, \"b\"\\nü', 'u1', 'u2'", "users", "--user", "u0")]
    [InlineData("NAME is 'day'; there is no such view; it must be one of 'events', 'hour', 'never'", "view", "day")]
    [InlineData("NAME is 'day'; there is no such view", "chart", "day", "--column", "count")]
    [InlineData("NAME is 'day'; there is no such view", "totals", "day")]
    [InlineData("Required argument 'NAME' missing for command: 'totals'.", "totals")]
    [InlineData("Required argument 'NAME' missing for command: 'chart'.", "chart", "--column", "count")]
    [InlineData("there is no command 'windows' any more; windows are views: `report view NAME` shows the rows", "windows")]
    [InlineData("`report view NAME` shows the rows of one", "windows", "--user", "u1", "--state", "open")]
    [InlineData(
        "--reason is 'early'; there are no dead letters with this reason; it must be one of 'late', 'not_json'", "dead-letters",
        "--reason", "early")]
    [InlineData("--service-id is 'other'", "users", "--service-id", "other")]
    [InlineData("Services there: 'pathway', 'rebuild-1'", "users", "--service-id", "other")]
    [InlineData("--since is 'noon'; it must be ISO-8601", "users", "--since", "noon")]
    [InlineData("--state is 'ajar'; it must be one of all, open, closed", "view", "hour", "--state", "ajar")]
    [InlineData("--by is 'name'; it must be one of count, total", "top", "--by", "name")]
    [InlineData("--column is 'name'; the view 'hour' has no such column", "chart", "hour", "--column", "name")]
    [InlineData("--format is 'xml'; it must be one of table, csv, spreadsheet, json", "users", "--format", "xml")]
    [InlineData("--json and --format csv contradict each other. Use one of them.", "users", "--format", "csv", "--json")]
    [InlineData("--limit is '-1'; it must be 0 (all) or more.", "users", "--limit", "-1")]
    [InlineData("--after is 'x'; it must be the next of an earlier page", "users", "--after", "x")]
    [InlineData("Option '--column' is required.", "chart", "hour")]
    [InlineData("--service-id is 'a'; it must name two different services", "diff", "--service-id", "a")]
    [InlineData("it must name two different services", "diff", "--service-id", "a", "--service-id", "a")]
    [InlineData("Services there: 'pathway', 'rebuild-1'", "diff", "--service-id", "pathway", "--service-id", "rebuild-2")]
    [InlineData(
        "--broker-timeout is -1; it must be between 0 (do not ask) and 600 seconds.", "progress", "--broker-timeout", "-1")]
    public async Task Errors_have_a_remedy(string message, params string[] arguments)
    {
        await using CommandProcess refused = await reports.ReportAsync(1, arguments);
        Assert.Contains(message, refused.Errors);
        Assert.Empty(refused.Output);
    }

    [Fact]
    public async Task An_unavailable_database_is_named()
    {
        await using CommandProcess refused = await CliProcess.RunAsync(
            ["report", "users", "--database", "postgresql://user:s3cret@127.0.0.1:1/db"], exitCode: 1);
        Assert.Contains("db at 127.0.0.1:1, schema \"public\" cannot be read", refused.Errors);
        Assert.DoesNotContain("s3cret", refused.Transcript);
    }

    [Fact]
    public async Task Outdated_tables_and_missing_tables_are_different_errors()
    {
        await using Testing.PostgresForTests database = await Testing.PostgresForTests.CreateAsync();
        await database.ExecuteAsync("CREATE TABLE schema_migrations (number int); CREATE TABLE source_progress (source text)");
        await using CommandProcess refused = await CliProcess.RunAsync(
            ["report", "users", "--database", database.Url], exitCode: 1);
        Assert.Contains("`./pathway migrate --service-id pathway` updates them", refused.Errors);
    }
}
