using System.Text.Json;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Tests.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Views;

/// <summary>Pages, filters and totals of a view with windows, whose rows change between requests.</summary>
[Trait("Tier", "Slow")]
public class WindowPageTests
{
    /// <summary>Every part of the key occurs more than once, and pages end between any two windows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_contain_every_row_once_in_key_order(int pageSize)
    {
        await using ReportDatabase database = await CreateAsync();
        string[] users = ["u", "u1", "é", "B", "{}", "u'"];
        foreach (string user in users)
        {
            foreach (long start in (long[])[-200, 0, 100])
            {
                await database.AddWindowAsync(user, "w", start, start + 100);
            }
        }

        (List<string> rows, int pages) = await ReadAllAsync(database, pageSize);
        Assert.Equal(
            await database.RowsAsync(
                """SELECT user_id || ' ' || first_time FROM w ORDER BY user_id COLLATE "C", window_start"""), rows);
        Assert.Equal(users.Length * 3, rows.Count);
        Assert.Equal((rows.Count + pageSize - 1) / pageSize, pages);
        foreach (string user in users)
        {
            (List<string> own, _) = await ReadAllAsync(database, pageSize, $"key={user}");
            Assert.Equal(rows.Where(row => row.StartsWith($"{user} ", StringComparison.Ordinal)), own);
        }
    }

    [Fact]
    public async Task Rows_inserted_or_deleted_between_pages_do_not_shift_others()
    {
        await using ReportDatabase database = await CreateAsync();
        foreach (long start in (long[])[0, 100, 200, 300])
        {
            await database.AddWindowAsync("u", "w", start, start + 100);
        }

        OpenReport report = await database.OpenAsync(ViewReports.Rows, "view=w");
        ReportPage<object> first = await report.ReadAsync(new PageRequest(2), CancellationToken.None);
        await database.ExecuteAsync("DELETE FROM w WHERE first_time IN (0, 100)");
        await database.AddWindowAsync("a", "w", 0, 100);
        ReportPage<object> second = await report.ReadAsync(new PageRequest(2, first.Next), CancellationToken.None);
        Assert.Equal(["u 200", "u 300"], second.Rows.Select(Label));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Filters_are_combined_on_every_page()
    {
        await using ReportDatabase database = await CreateAsync();
        await database.AddPartitionAsync(0, 300);
        await database.CloseAsync();
        for (long start = 0; start < 600; start += 100)
        {
            await database.AddWindowAsync("u1", "w", start, start + 100);
            await database.AddWindowAsync("u2", "w", start, start + 100);
        }

        Assert.Equal(
            ["u1 100", "u1 200", "u2 100", "u2 200"], (await ReadAllAsync(database, 1, "state=closed", "from=100")).Rows);
        Assert.Equal(["u2 100", "u2 200"], (await ReadAllAsync(database, 1, "state=closed", "from=100", "key=u2")).Rows);
        Assert.Equal(["u1 300", "u1 400", "u2 300", "u2 400"], (await ReadAllAsync(database, 1, "state=open", "to=500")).Rows);
        Assert.Equal(["u1 300", "u1 400"], (await ReadAllAsync(database, 1, "state=open", "to=500", "key=u1")).Rows);
        Assert.Empty((await ReadAllAsync(database, 1, "state=open", "to=300")).Rows);
    }

    [Fact]
    public async Task Totals_are_sums_over_all_keys()
    {
        await using ReportDatabase database = await CreateAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO w (user_id, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time)
            SELECT v.u, pathway_event_time(v.s), pathway_event_time(v.s + 100), v.n, v.total, v.lowest, v.highest, v.first, v.last
            FROM (VALUES
                ('a', 0, 3, 1.5, -2, 7, 5, 60), ('b', 0, 4, -0.25, -3, 2, 1, 50), ('a', 100, 1, 8, 8, 8, 120, 120)
            ) AS v (u, s, n, total, lowest, highest, first, last);
            """);
        await database.AddPartitionAsync(0, 100);
        await database.CloseAsync();
        string[] expected =
        [
            """{"window_start":"1970-01-01T00:00:00Z","window_end":"1970-01-01T00:00:00.1Z","rows":2,"count":7,"total_value":1.25,"min_value":-3,"max_value":7,"first_time":1,"last_time":60,"closed":true}""",
            """{"window_start":"1970-01-01T00:00:00.1Z","window_end":"1970-01-01T00:00:00.2Z","rows":1,"count":1,"total_value":8,"min_value":8,"max_value":8,"first_time":120,"last_time":120,"closed":false}""",
        ];
        Assert.Equal(expected, await TotalsAsync(database));
        Assert.Equal(expected[..1], await TotalsAsync(database, "state=closed"));
        Assert.Equal(expected[1..], await TotalsAsync(database, "from=1", "to=101"));
    }

    [Fact]
    public async Task A_window_that_changed_after_it_was_closed_has_the_time_of_the_change()
    {
        await using ReportDatabase database = await CreateAsync();
        await database.AddWindowAsync("u", "w", 0, 100);
        await database.AddWindowAsync("u", "w", 100, 200);
        await database.AddPartitionAsync(0, 200);
        await database.CloseAsync();
        int number = await database.Postgres.ScalarAsync<int>("SELECT number FROM pipeline_views WHERE name = 'w'");
        await database.ExecuteAsync(
            $"INSERT INTO pathway_reopened_{number} SELECT user_id, window_start, '2026-01-31T12:00:02Z' FROM w WHERE first_time = 100");
        OpenReport report = await database.OpenAsync(ViewReports.Rows, "view=w");
        Assert.Equal(
            [" True", "2026-01-31T12:00:02Z True"],
            (await report.ReadAsync(new PageRequest(9), CancellationToken.None)).Rows.Select(row => Json(row))
                .Select(row => $"{row.GetProperty("reopened_at")} {row.GetProperty("closed")}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("====")]
    [InlineData("bnVsbA")]
    [InlineData("W10")]
    [InlineData("eyJhIjoxfQ")]
    [InlineData("WyJ2aWV3Il0")]
    [InlineData("WyJ2aWV3IiwxLDIsM10")]
    public async Task A_text_that_is_no_cursor_is_refused(string junk)
    {
        await using ReportDatabase database = await CreateAsync();
        OpenReport report = await database.OpenAsync(ViewReports.Rows, "view=w");
        ReportParameterException refused = await Assert.ThrowsAsync<ReportParameterException>(
            () => report.ReadAsync(new PageRequest(1, junk), CancellationToken.None));
        Assert.Equal(("after", junk), (refused.Parameter, refused.Value));
    }

    private static async Task<ReportDatabase> CreateAsync()
    {
        ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.RegisterAsync([BuiltInWindow.Tumbling("w", 100)]);
        return database;
    }

    private static async Task<(List<string> Rows, int Pages)> ReadAllAsync(
        ReportDatabase database, int pageSize, params string[] parameters)
    {
        OpenReport report = await database.OpenAsync(ViewReports.Rows, ["view=w", .. parameters]);
        (List<object> rows, int pages) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadAsync(page, CancellationToken.None));
        return ([.. rows.Select(Label)], pages);
    }

    private static async Task<IEnumerable<string>> TotalsAsync(ReportDatabase database, params string[] parameters)
    {
        OpenReport report = await database.OpenAsync(ViewReports.Totals, ["view=w", .. parameters]);
        (List<object> rows, _) = await ReportDatabase.ReadAllAsync(
            1, page => report.ReadAsync(page, CancellationToken.None));
        return rows.Select(row => Json(row).GetRawText());
    }

    // The first time of a row is the start of its window here.
    private static string Label(object row) => $"{Json(row).GetProperty("user_id")} {Json(row).GetProperty("first_time")}";

    private static JsonElement Json(object row) => JsonSerializer.SerializeToElement(row, ReportJson.Options);
}
