using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class WindowTotalsReportTests
{
    private static readonly WindowFilter All = new(null, default, WindowState.All);

    [Fact]
    public async Task Window_totals_are_sums_over_all_users()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.DefineAsync("w", 100);
        await database.ExecuteAsync(
            """
            INSERT INTO user_windows VALUES
                ('a', 'w', 0, 100, 3, 1.5, -2, 7, 5, 60), ('b', 'w', 0, 100, 4, -0.25, -3, 2, 1, 50), ('a', 'w', 100, 200, 1, 8, 8, 8, 120, 120),
                ('a', 'v', 0, 100, 9, 9, 9, 9, 9, 9);
            """);
        await database.AddPartitionAsync(0, 100);
        await database.CloseAsync();
        await database.ExecuteAsync(
            $"UPDATE user_windows SET reopened_at = '{ReportDatabase.LastCommit}' WHERE user_id = 'b' AND window_name = 'w'");
        var reopened = DateTimeOffset.Parse(ReportDatabase.LastCommit);
        WindowTotals[] expected =
        [
            new("v", 0, 100, 1, 9, 9, 9, 9, 9, 9, true),
            new("w", 0, 100, 2, 7, 1.25, -3, 7, 1, 60, true, reopened),
            new("w", 100, 200, 1, 1, 8, 8, 8, 120, 120, false),
        ];
        var report = new WindowTotalsReport(database.Queries);
        foreach (int pageSize in (int[])[1, 2, 3])
        {
            (List<WindowTotals> rows, _) = await ReportDatabase.ReadAllAsync(
                pageSize, page => report.ReadAsync(All, page, CancellationToken.None));
            Assert.Equal(expected, rows);
        }

        Assert.Equal(
            expected.Select(t => FormattableString.Invariant(
                $"{t.WindowName}|{t.WindowStart}|{t.WindowEnd}|{t.Users}|{t.Count}|{t.TotalValue}|{t.MinValue}|{t.MaxValue}|{t.FirstTime}|{t.LastTime}|{t.Closed}|{t.ReopenedAt is not null}")),
            await database.RowsAsync(
                """
                SELECT window_name, window_start, window_end, users, count, total_value, min_value, max_value, first_time, last_time,
                    closed, reopened_at IS NOT NULL
                FROM window_totals ORDER BY window_name, window_start
                """));
        Assert.Equal(
            expected[1..2],
            (await report.ReadAsync(
                new WindowFilter("w", default, WindowState.Closed), new PageRequest(9), CancellationToken.None)).Rows);
        Assert.Equal(
            expected[2..],
            (await report.ReadAsync(new WindowFilter(
                "w", new ReportPeriod(1, 101), WindowState.All), new PageRequest(9), CancellationToken.None)).Rows);
    }

    [Fact]
    public async Task Newest_windows_are_ordered_by_start()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        for (long start = 0; start < 1000; start += 100)
        {
            await database.AddWindowAsync("u1", "w", start, start + 100, count: start);
            await database.AddWindowAsync("u2", "w", start, start + 100, count: 1);
            await database.AddWindowAsync("u2", "x", start + 5000, start + 5100);
        }

        IReadOnlyList<WindowTotals> newest = await new WindowTotalsReport(database.Queries).ReadNewestAsync(
            new WindowFilter("w", new ReportPeriod(null, 900), WindowState.All), 3, CancellationToken.None);
        Assert.Equal([(600, 601), (700, 701), (800, 801)], newest.Select(window => (window.WindowStart, window.Count)));
    }
}
