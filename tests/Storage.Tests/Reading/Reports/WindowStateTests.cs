using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

/// <summary>Which windows are closed, in the views and in the reports.</summary>
[Trait("Tier", "Slow")]
public class WindowStateTests
{
    // Window sizes: a 100, b 1000; late: with a lateness of 50; sessions have any size.
    private static readonly (string Name, long Start, long End)[] Windows =
    [
        ("a", 0, 100), ("a", 100, 200), ("a", 200, 300), ("a", 300, 400), ("b", -1000, 0), ("b", 0, 1000), ("late", 0, 100), (
            "late", 100, 200),
        ("late", 200, 300), ("visit", 10, 300), ("visit", 20, 301), ("visit", 299, 399), ("visit", 299, 300),
    ];

    [Fact]
    public async Task A_window_is_closed_once_the_watermark_has_reached_its_end_and_lateness()
    {
        await using ReportDatabase database = await FilledAsync();
        await database.AddPartitionAsync(0, 300);
        await AssertClosedAsync(database, "a 0", "a 100", "a 200", "b -1000", "late 0", "late 100", "visit 10", "visit 299/300");
    }

    [Fact]
    public async Task Window_is_open_one_millisecond_before_its_end_plus_lateness()
    {
        await using ReportDatabase database = await FilledAsync();
        await database.AddPartitionAsync(0, 299);
        await AssertClosedAsync(database, "a 0", "a 100", "b -1000", "late 0", "late 100");
    }

    [Fact]
    public async Task Idle_partition_keeps_no_windows_open()
    {
        await using ReportDatabase database = await FilledAsync();
        await database.AddPartitionAsync(0, 300);
        await database.AddPartitionAsync(1, 100, secondsBefore: 61);
        await AssertClosedAsync(database, "a 0", "a 100", "a 200", "b -1000", "late 0", "late 100", "visit 10", "visit 299/300");
    }

    [Fact]
    public async Task Partition_behind_the_others_keeps_windows_open()
    {
        await using ReportDatabase database = await FilledAsync();
        await database.AddPartitionAsync(0, 300);
        await database.AddPartitionAsync(1, 100, secondsBefore: 60);
        await AssertClosedAsync(database, "a 0", "b -1000");
    }

    [Fact]
    public async Task All_windows_are_open_while_the_watermark_is_unknown()
    {
        await using ReportDatabase database = await FilledAsync();
        await AssertClosedAsync(database);
        await database.AddPartitionAsync(0, null);
        await AssertClosedAsync(database);
    }

    [Fact]
    public async Task Rows_without_a_definition_are_in_the_reports()
    {
        await using ReportDatabase database = await FilledAsync();
        await database.ExecuteAsync("DELETE FROM window_definitions");
        await database.AddPartitionAsync(0, 300);
        await AssertClosedAsync(
            database, "a 0", "a 100", "a 200", "b -1000", "late 0", "late 100", "late 200", "visit 10", "visit 299/300");
    }

    /// <summary>Such as the inputs of a further batch, or a partition that was not read for a time.</summary>
    [Fact]
    public async Task Closed_windows_stay_closed_when_a_partition_begins_or_comes_back()
    {
        await using ReportDatabase database = await FilledAsync();
        await database.AddPartitionAsync(0, 300);
        await database.CloseAsync();
        await database.AddPartitionAsync(1, 100);
        await database.AddPartitionAsync(2, null);
        await AssertClosedAsync(database, "a 0", "a 100", "a 200", "b -1000", "late 0", "late 100", "visit 10", "visit 299/300");
        await database.ExecuteAsync("UPDATE window_definitions SET lateness = 1000");
        await AssertClosedAsync(database, "a 0", "a 100", "a 200", "b -1000", "late 0", "late 100", "visit 10", "visit 299/300");
    }

    private static async Task<ReportDatabase> FilledAsync()
    {
        ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.DefineAsync("a", 100);
        await database.DefineAsync("b", 1000);
        await database.DefineAsync("late", 100, lateness: 50);
        await database.DefineAsync("visit", null);
        await database.DefineAsync("unused", 5);
        foreach ((string name, long start, long end) in Windows)
        {
            await database.AddWindowAsync(User(name, end), name, start, end);
        }

        return database;
    }

    // Two sessions with the same start belong to different users.
    private static string User(string name, long end) => name == "visit" ? $"u{end}" : "u";

    private static async Task AssertClosedAsync(ReportDatabase database, params string[] closed)
    {
        string[] all = [.. Windows.Select(window => Label(window.Name, window.Start, window.End))];
        string[] open = [.. all.Except(closed)];
        Assert.Equal(all.Length, open.Length + closed.Length);
        await database.CloseAsync();
        Assert.Equal(closed.Order(), await ViewAsync(database, "closed_windows"));
        Assert.Equal(open.Order(), await ViewAsync(database, "open_windows"));

        var report = new WindowsReport(database.Queries);
        Assert.Equal(closed.Order(), Labels(await ReadAsync(report, WindowState.Closed), closed: true));
        Assert.Equal(open.Order(), Labels(await ReadAsync(report, WindowState.Open), closed: false));
        Assert.Equal(
            closed.Order(), Labels((await ReadAsync(report, WindowState.All)).Where(window => window.Closed), closed: true));

        IReadOnlyList<WindowTotals> totals =
            (await new WindowTotalsReport(database.Queries)
                .ReadAsync(new WindowFilter(null, default, WindowState.All), new PageRequest(100), CancellationToken.None)).Rows;
        Assert.All(
            totals.Where(total => total.Users == 1),
            total => Assert.Equal(closed.Contains(Label(total.WindowName, total.WindowStart, total.WindowEnd)), total.Closed));
        Assert.Equal(
            await database.RowsAsync("SELECT window_name, window_start, users, closed FROM window_totals ORDER BY 1, 2"),
            totals.Select(total => $"{total.WindowName}|{total.WindowStart}|{total.Users}|{total.Closed}"));
    }

    private static async Task<IReadOnlyList<UserWindow>> ReadAsync(WindowsReport report, WindowState state) =>
        (await report.ReadAsync(null, new WindowFilter(null, default, state), new PageRequest(100), CancellationToken.None)).Rows;

    private static IEnumerable<string> Labels(IEnumerable<UserWindow> windows, bool closed)
    {
        UserWindow[] all = [.. windows];
        Assert.All(all, window => Assert.Equal(closed, window.Closed));
        return all.Select(window => Label(window.WindowName, window.WindowStart, window.WindowEnd)).Order();
    }

    private static async Task<IEnumerable<string>> ViewAsync(ReportDatabase database, string view) =>
        (await database.RowsAsync($"SELECT window_name, window_start, window_end FROM {view}"))
            .Select(row => row.Split('|'))
            .Select(row => Label(row[0], long.Parse(row[1]), long.Parse(row[2])))
            .Order();

    private static string Label(string name, long start, long end) =>
        (name, start) == ("visit", 299) ? $"visit 299/{end}" : $"{name} {start}";
}
