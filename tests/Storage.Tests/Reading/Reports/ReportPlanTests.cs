using System.Text.Json;
using Npgsql;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

/// <summary>
/// Checks the plans that Postgres makes for the reports' statements and for queries on the views, with many rows.
/// </summary>
public sealed class ReportPlanTests(ReportPlanTests.ManyRows rows) : IClassFixture<ReportPlanTests.ManyRows>
{
    private const string ByUser = "user_windows_pkey";
    private const string ByStart = "user_windows_by_start";

    private readonly ReportDatabase _database = rows.Database;

    [Theory]
    [InlineData(null, "all")]
    [InlineData("hour", "all")]
    [InlineData("hour", "open")]
    [InlineData(null, "closed")]
    public async Task Windows_of_a_user_are_found_by_the_primary_key(string? window, string state)
    {
        var explained = new ExplainedQueries(_database);
        await new WindowsReport(explained).ReadAsync(
            "u17",
            new WindowFilter(window, new ReportPeriod(0, 360_000_000), ReportChoice.Parse<WindowState>("state", state)),
            new PageRequest(100),
            CancellationToken.None);
        AssertFoundBy(ByUser, explained);
    }

    [Theory]
    [InlineData("hour", "all")]
    [InlineData("hour", "open")]
    [InlineData("day", "closed")]
    [InlineData(null, "all")]
    [InlineData(null, "closed")]
    public async Task Windows_by_name_and_time_are_found_by_their_index(string? window, string state)
    {
        var explained = new ExplainedQueries(_database);
        var report = new WindowsReport(explained);
        var filter = new WindowFilter(
            window, new ReportPeriod(360_000_000, 361_000_000), ReportChoice.Parse<WindowState>("state", state));
        await report.ReadAsync(null, filter, new PageRequest(20), CancellationToken.None);
        AssertFoundBy(ByStart, explained);

        string next = (await new WindowsReport(_database.Queries).ReadAsync(
            null, filter with { State = WindowState.All }, new PageRequest(20), CancellationToken.None)).Next!;
        await report.ReadAsync(null, filter, new PageRequest(20, next), CancellationToken.None);
        AssertFoundBy(ByStart, explained);
    }

    [Fact]
    public async Task Totals_of_windows_by_name_and_time_are_found_by_their_index()
    {
        var explained = new ExplainedQueries(_database);
        var report = new WindowTotalsReport(explained);
        var filter = new WindowFilter("hour", new ReportPeriod(360_000_000, 370_000_000), WindowState.All);
        await report.ReadAsync(filter, new PageRequest(20), CancellationToken.None);
        AssertFoundBy(ByStart, explained);
        await report.ReadNewestAsync(new WindowFilter("hour", default, WindowState.All), 2, CancellationToken.None);
        AssertFoundBy(ByStart, explained);
    }

    [Fact]
    public async Task Users_are_found_by_their_primary_key()
    {
        var explained = new ExplainedQueries(_database);
        var users = new UsersReport(_database.Queries);
        string next = (await users.ReadAsync(null, default, new PageRequest(5), CancellationToken.None)).Next!;
        await new UsersReport(explained).ReadAsync(null, default, new PageRequest(20, next), CancellationToken.None);
        Assert.Equal([("events", "events_pkey")], explained.Scans.Where(scan => scan.Table == "events"));
    }

    [Theory]
    [InlineData("SELECT * FROM closed_windows WHERE user_id = 'u17'", ByUser)]
    [InlineData("SELECT * FROM open_windows WHERE user_id = 'u17' AND window_name = 'hour'", ByUser)]
    [InlineData(
        "SELECT * FROM closed_windows WHERE window_name = 'hour' AND window_start BETWEEN 360000000 AND 370000000", ByStart)]
    [InlineData("SELECT * FROM open_windows WHERE window_name = 'hour' AND window_start = 360000000", ByStart)]
    [InlineData(
        "SELECT * FROM window_totals WHERE window_name = 'hour' AND window_start BETWEEN 360000000 AND 370000000", ByStart)]
    public async Task Filters_on_the_views_reach_the_indexes(string sql, string index)
    {
        var explained = new ExplainedQueries(_database);
        await explained.ReadAsync(Sql.Text(sql), _ => 0, CancellationToken.None);
        AssertFoundBy(index, explained);
    }

    // The names of the windows are always read from the index by start as well.
    private static void AssertFoundBy(string index, ExplainedQueries explained)
    {
        IEnumerable<(string Table, string? Index)> scans = explained.Scans.Where(scan => scan.Table == "user_windows").ToArray();
        Assert.Contains(("user_windows", index), scans);
        Assert.All(scans, scan => Assert.NotNull(scan.Index));
        Assert.True(explained.HasCondition(index), $"{index} is read from end to end.{Environment.NewLine}{explained.Json}");
    }

    /// <summary>Creates 60,000 windows of 100 users and updates the planner's statistics.</summary>
    public sealed class ManyRows : IAsyncLifetime
    {
        internal ReportDatabase Database { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Database = await ReportDatabase.CreateAsync();
            await Database.DefineAsync("hour", 3_600_000);
            await Database.DefineAsync("day", 86_400_000);
            await Database.DefineAsync("visit", null);
            await Database.AddPartitionAsync(0, 200 * 3_600_000L);
            await Database.CloseAsync();
            await Database.ExecuteAsync(
                """
                INSERT INTO user_windows
                SELECT 'u' || u, n, h * 3600000, (h + 1) * 3600000, 1, 1, 1, 1, h * 3600000, h * 3600000
                FROM generate_series(0, 199) AS h, generate_series(1, 100) AS u, unnest(ARRAY['hour', 'day', 'visit']) AS n;
                INSERT INTO events SELECT 'u' || i, 1, 1, 1 FROM generate_series(1, 20000) AS i;
                ANALYZE;
                """);
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    /// <summary>Explains a statement instead of running it.</summary>
    private sealed class ExplainedQueries(ReportDatabase database) : IQueries
    {
        private readonly List<JsonElement> _nodes = [];

        internal string Json { get; private set; } = "";

        /// <summary>The tables that are read, each with the index used, or null.</summary>
        internal IEnumerable<(string Table, string? Index)> Scans =>
            from node in _nodes
            where Text(node, "Relation Name") is not null || Text(node, "Index Name") is not null
            select (
                Text(node, "Relation Name") ?? "user_windows",
                Text(node, "Index Name") ?? (Text(node, "Node Type") == "Bitmap Heap Scan" ? "bitmap" : null));

        internal bool HasCondition(string index) => _nodes.Any(node =>
            Text(node, "Index Name") == index && Text(node, "Index Cond") is { } condition && !condition.Contains(
                "window_name > n", StringComparison.Ordinal));

        public async Task<IReadOnlyList<T>> ReadAsync<T>(
            Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        {
            _nodes.Clear();
            IReadOnlyList<string> plan = await database.Queries.ReadAsync(
                $"EXPLAIN (FORMAT JSON) {sql}", row => row.GetString(0), cancellationToken);
            Json = plan[0];
            Walk(JsonElement.Parse(Json)[0].GetProperty("Plan"));
            return [];
        }

        private void Walk(JsonElement node)
        {
            _nodes.Add(node);
            if (node.TryGetProperty("Plans", out JsonElement plans))
            {
                foreach (JsonElement child in plans.EnumerateArray())
                {
                    Walk(child);
                }
            }
        }

        private static string? Text(JsonElement node, string name) =>
            node.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }
}
