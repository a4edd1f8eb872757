using System.Globalization;
using System.Text.Json;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

/// <summary>Which windows are closed, in the companion views and in the reports.</summary>
[Trait("Tier", "Slow")]
public class WindowStateTests
{
    private static readonly string[] Views = ["a", "b", "late", "visit"];

    // Window sizes: a 100, b 1000; late: with a lateness of 50; sessions have any size.
    private static readonly (string View, long Start, long End)[] Windows =
    [
        ("a", 0, 100), ("a", 100, 200), ("a", 200, 300), ("a", 300, 400), ("b", -1000, 0), ("b", 0, 1000), ("late", 0, 100),
        ("late", 100, 200), ("late", 200, 300), ("visit", 10, 300), ("visit", 20, 301), ("visit", 299, 399), ("visit", 299, 300),
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
    public async Task All_windows_are_closed_once_every_input_has_ended()
    {
        await using ReportDatabase database = await FilledAsync();
        await database.AddPartitionAsync(0, long.MaxValue, source: "file");
        await AssertClosedAsync(database, [.. Windows.Select(window => Label(window.View, window.Start, window.End))]);
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
        await database.ExecuteAsync("UPDATE pipeline_views SET allowed_lateness = '1 second' WHERE allowed_lateness IS NOT NULL");
        await AssertClosedAsync(database, "a 0", "a 100", "a 200", "b -1000", "late 0", "late 100", "visit 10", "visit 299/300");
    }

    private static async Task<ReportDatabase> FilledAsync()
    {
        ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.RegisterAsync(
        [
            BuiltInWindow.Tumbling("a", 100), BuiltInWindow.Tumbling("b", 1000),
            BuiltInWindow.Tumbling("late", 100, lateness: 50), BuiltInWindow.Session("visit", 100),
        ]);
        foreach ((string view, long start, long end) in Windows)
        {
            await database.AddWindowAsync(User(view, end), view, start, end);
        }

        return database;
    }

    // Two sessions with the same start belong to different users.
    private static string User(string view, long end) => view == "visit" ? $"u{end}" : "u";

    private static async Task AssertClosedAsync(ReportDatabase database, params string[] closed)
    {
        string[] open = [.. Windows.Select(window => Label(window.View, window.Start, window.End)).Except(closed)];
        Assert.Equal(Windows.Length, open.Length + closed.Length);
        await database.CloseAsync();
        Assert.Equal(closed.Order(), await StatusAsync(database, closed: true));
        Assert.Equal(open.Order(), await StatusAsync(database, closed: false));
        Assert.Equal(closed.Order(), await LabelsAsync(database, ViewReports.Rows, closed: true, "state=closed"));
        Assert.Equal(open.Order(), await LabelsAsync(database, ViewReports.Rows, closed: false, "state=open"));
        Assert.Equal(closed.Order(), await LabelsAsync(database, ViewReports.Rows, closed: true));
        Assert.Equal(closed.Order(), await LabelsAsync(database, ViewReports.Totals, closed: true));
        Assert.Equal(open.Order(), await LabelsAsync(database, ViewReports.Totals, closed: false, "state=open"));
    }

    // The rows of a report over each view that are closed or not.
    private static async Task<IEnumerable<string>> LabelsAsync(
        ReportDatabase database, ReportDefinition report, bool closed, params string[] parameters)
    {
        var labels = new List<string>();
        foreach (string view in Views)
        {
            OpenReport open = await database.OpenAsync(report, [$"view={view}", .. parameters]);
            IReadOnlyList<object> rows = (await open.ReadAsync(new PageRequest(100), CancellationToken.None)).Rows;
            JsonElement[] found = [.. rows.Select(row => JsonSerializer.SerializeToElement(row, ReportJson.Options))];
            Assert.All(
                found.Where(_ => parameters.Length > 0),
                row => Assert.Equal(closed, row.GetProperty("closed").GetBoolean()));
            labels.AddRange(found.Where(row => row.GetProperty("closed").GetBoolean() == closed)
                .Select(row => Label(view, Time(row, "window_start"), Time(row, "window_end"))));
        }

        return labels.Order();
    }

    private static long Time(JsonElement row, string column) => DateTimeOffset.Parse(
        row.GetProperty(column).GetString()!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static async Task<IEnumerable<string>> StatusAsync(ReportDatabase database, bool closed)
    {
        const string milliseconds = "(extract(epoch FROM {0}) * 1000)::bigint";
        string sql = string.Join(" UNION ALL ", Views.Select(view =>
            $"SELECT '{view}', {string.Format(CultureInfo.InvariantCulture, milliseconds, "window_start")}, " +
            $"{string.Format(CultureInfo.InvariantCulture, milliseconds, "window_end")} FROM {view}_status WHERE closed = {closed}"));
        return (await database.RowsAsync(sql)).Select(row => row.Split('|'))
            .Select(row => Label(row[0], long.Parse(row[1]), long.Parse(row[2])))
            .Order();
    }

    private static string Label(string view, long start, long end) =>
        (view, start) == ("visit", 299) ? $"visit 299/{end}" : $"{view} {start}";
}
