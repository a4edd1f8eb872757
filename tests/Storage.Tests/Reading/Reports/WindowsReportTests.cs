using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

[Trait("Tier", "Slow")]
public class WindowsReportTests
{
    private static readonly WindowFilter All = new(null, default, WindowState.All);

    [Fact]
    public async Task Row_values_are_returned_exactly()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.ExecuteAsync(
            "INSERT INTO user_windows VALUES ('u', 'w', -9000000000000, 9000000000000, 9223372036854775807, '-0', 5e-324, " +
            "1.7976931348623157e308, -3, 4)");
        UserWindow row = Assert.Single((await ReadAsync(database, null, All, 10)).Rows);
        Assert.Equal(
            new UserWindow(
                "u", "w", -9_000_000_000_000, 9_000_000_000_000, long.MaxValue, -0.0, double.Epsilon, double.MaxValue, -3, 4,
                false), row);
        Assert.True(double.IsNegative(row.TotalValue));
    }

    /// <summary>Every part of the key occurs more than once, and pages end between any two windows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_contain_every_row_once_in_key_order(int pageSize)
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        string[] names = ["a", "b", "long name, with '|'", "z"];
        string[] users = ["u", "u1", "é", "B", "{}", "u'"];
        foreach (string name in names)
        {
            foreach (long start in (long[])[-200, 0, 100])
            {
                foreach (string user in users)
                {
                    await database.AddWindowAsync(
                        user.Replace("'", "''", StringComparison.Ordinal),
                        name.Replace("'", "''", StringComparison.Ordinal),
                        start,
                        start + 100);
                }
            }
        }

        var report = new WindowsReport(database.Queries);
        (List<UserWindow> rows, int pages) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadAsync(null, All, page, CancellationToken.None));
        Assert.Equal(
            await database.RowsAsync(
                "SELECT window_name, window_start, user_id FROM user_windows ORDER BY window_name, window_start, user_id"),
            rows.Select(row => $"{row.WindowName}|{row.WindowStart}|{row.UserId}"));
        Assert.Equal((rows.Count + pageSize - 1) / pageSize, pages);

        foreach (string user in users)
        {
            (List<UserWindow> own, _) = await ReportDatabase.ReadAllAsync(
                pageSize, page => report.ReadAsync(user, All, page, CancellationToken.None));
            Assert.Equal(rows.Where(row => row.UserId == user), own);
        }
    }

    [Fact]
    public async Task Rows_inserted_or_deleted_between_pages_do_not_shift_others()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        foreach (long start in (long[])[0, 100, 200, 300])
        {
            await database.AddWindowAsync("u", "w", start, start + 100);
        }

        ReportPage<UserWindow> first = await ReadAsync(database, null, All, 2);
        await database.ExecuteAsync("DELETE FROM user_windows WHERE window_start IN (0, 100)");
        await database.AddWindowAsync("a", "w", 0, 100);
        ReportPage<UserWindow> second = await ReadAsync(database, null, All, 2, first.Next);
        Assert.Equal([200, 300], second.Rows.Select(row => row.WindowStart));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Filters_are_combined_on_every_page()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.DefineAsync("w", 100);
        await database.DefineAsync("x", 100);
        await database.AddPartitionAsync(0, 300);
        await database.CloseAsync();
        foreach (string name in (string[])["w", "x"])
        {
            for (long start = 0; start < 600; start += 100)
            {
                await database.AddWindowAsync("u1", name, start, start + 100);
                await database.AddWindowAsync("u2", name, start, start + 100);
            }
        }

        var closed = new WindowFilter("w", new ReportPeriod(100, null), WindowState.Closed);
        Assert.Equal(["100u1", "100u2", "200u1", "200u2"], await StartsAsync(database, null, closed));
        Assert.Equal(["100u2", "200u2"], await StartsAsync(database, "u2", closed));
        var open = new WindowFilter(null, new ReportPeriod(null, 500), WindowState.Open);
        Assert.Equal(
            ["300u1", "300u2", "400u1", "400u2", "300u1", "300u2", "400u1", "400u2"], await StartsAsync(database, null, open));
        Assert.Equal(["300u1", "400u1", "300u1", "400u1"], await StartsAsync(database, "u1", open));
        Assert.Empty(await StartsAsync(database, "nobody", All));
        Assert.Empty(await StartsAsync(database, null, All with { Window = "none" }));
    }

    [Fact]
    public async Task Cursor_of_another_report_is_rejected()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddWindowAsync("u", "w", 0, 100);
        await database.AddWindowAsync("u", "w", 100, 200);
        string ofAll = (await ReadAsync(database, null, All, 1)).Next!;
        string ofUser = (await ReadAsync(database, "u", All, 1)).Next!;
        await Assert.ThrowsAsync<ReportParameterException>(() => ReadAsync(database, "u", All, 1, ofAll));
        await Assert.ThrowsAsync<ReportParameterException>(() => ReadAsync(database, null, All, 1, ofUser));
        foreach (string junk in (string[])["",
            "x", "====", "bnVsbA", "W10", "eyJhIjoxfQ", "WyJ3aW5kb3dzIl0", "WyJ3aW5kb3dzIiwxLDIsM10"])
        {
            ReportParameterException refused = await Assert.ThrowsAsync<ReportParameterException>(
                () => ReadAsync(database, null, All, 1, junk));
            Assert.Equal(("after", junk), (refused.Parameter, refused.Value));
        }
    }

    private static async Task<IEnumerable<string>> StartsAsync(ReportDatabase database, string? user, WindowFilter filter)
    {
        var report = new WindowsReport(database.Queries);
        (List<UserWindow> rows, _) = await ReportDatabase.ReadAllAsync(
            1, page => report.ReadAsync(user, filter, page, CancellationToken.None));
        return rows.Select(row => $"{row.WindowStart}{row.UserId}");
    }

    private static Task<ReportPage<UserWindow>> ReadAsync(
        ReportDatabase database, string? user, WindowFilter filter, int limit, string? after = null) =>
        new WindowsReport(database.Queries).ReadAsync(user, filter, new PageRequest(limit, after), CancellationToken.None);

    [Fact]
    public async Task Newest_windows_of_a_user_are_the_latest_first()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        foreach (long start in (long[])[0, 100, 200])
        {
            await database.AddWindowAsync("u", "w", start, start + 100);
            await database.AddWindowAsync("v", "w", start, start + 100);
        }

        await database.AddWindowAsync("u", "a", 100, 200);
        IReadOnlyList<UserWindow> rows =
            await new WindowsReport(database.Queries).ReadNewestAsync("u", 3, CancellationToken.None);
        Assert.Equal([("w", 200L), ("a", 100L), ("w", 100L)], rows.Select(row => (row.WindowName, row.WindowStart)));
    }
}
