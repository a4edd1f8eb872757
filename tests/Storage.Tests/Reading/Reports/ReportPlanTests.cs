using System.Text.Json;
using Npgsql;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

/// <summary>
/// Checks the plans that Postgres makes for the reports' statements and for queries on companion views, with many rows.
/// </summary>
public sealed class ReportPlanTests(ReportPlanTests.ManyRows rows) : IClassFixture<ReportPlanTests.ManyRows>
{
    private const string Table = "hour";
    private const string ByKey = "hour_pkey";

    private readonly ReportDatabase _database = rows.Database;

    [Theory]
    [InlineData]
    [InlineData("state=open")]
    [InlineData("state=closed", "from=1970-01-02")]
    [InlineData("from=1970-01-02", "to=1970-01-03")]
    public async Task Windows_of_a_key_are_found_by_the_primary_key(params string[] parameters)
    {
        await AssertFoundByKeyAsync(ViewReports.Rows, null, ["view=hour", "key=u17", .. parameters]);
        await AssertFoundByKeyAsync(ViewReports.Chart, null, ["view=hour", "key=u17", "column=count", .. parameters]);
    }

    [Fact]
    public async Task Watched_keys_are_found_by_the_primary_key() =>
        await AssertFoundByKeyAsync(ViewReports.Changes, null, "view=hour", "key=u17");

    [Fact]
    public async Task The_next_page_of_all_keys_is_found_by_the_primary_key()
    {
        OpenReport report = await _database.OpenAsync(ViewReports.Rows, "view=hour");
        string next = (await report.ReadAsync(new PageRequest(10), CancellationToken.None)).Next!;
        await AssertFoundByKeyAsync(ViewReports.Rows, next, "view=hour");
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
    [InlineData("SELECT * FROM hour_status WHERE user_id = 'u17'")]
    [InlineData("SELECT * FROM hour_status WHERE user_id = 'u17' AND NOT closed")]
    [InlineData("SELECT * FROM hour_status WHERE user_id = 'u17' AND window_start >= '1970-01-02' AND closed")]
    public async Task Filters_on_the_companion_view_reach_the_primary_key(string sql)
    {
        var explained = new ExplainedQueries(_database);
        await explained.ReadAsync(Sql.Text(sql), _ => 0, CancellationToken.None);
        AssertFoundByKey(explained);
    }

    private async Task AssertFoundByKeyAsync(ReportDefinition report, string? after, params string[] parameters)
    {
        var explained = new ExplainedQueries(_database);
        OpenReport open = await ReportDatabase.OpenAsync(explained, report, parameters);
        await open.ReadAsync(new PageRequest(20, after), CancellationToken.None);
        AssertFoundByKey(explained);
    }

    private static void AssertFoundByKey(ExplainedQueries explained)
    {
        (string Table, string? Index)[] scans = [.. explained.Scans.Where(scan => scan.Table == Table)];
        Assert.Contains((Table, ByKey), scans);
        Assert.All(scans, scan => Assert.NotNull(scan.Index));
        Assert.True(explained.HasCondition(ByKey), $"{ByKey} is read from end to end.{Environment.NewLine}{explained.Json}");
    }

    /// <summary>Creates 200 windows of each of 300 users and updates the planner's statistics.</summary>
    public sealed class ManyRows : IAsyncLifetime
    {
        internal ReportDatabase Database { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Database = await ReportDatabase.CreateAsync();
            await Database.RegisterAsync([BuiltInWindow.Tumbling(Table, 3_600_000)]);
            await Database.AddPartitionAsync(0, 100 * 3_600_000L);
            await Database.CloseAsync();
            await Database.ExecuteAsync(
                """
                INSERT INTO hour (user_id, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time)
                SELECT 'u' || u, pathway_event_time(h * 3600000), pathway_event_time((h + 1) * 3600000), 1, 1, 1, 1, h * 3600000, h * 3600000
                FROM generate_series(0, 199) AS h, generate_series(1, 300) AS u;
                INSERT INTO events SELECT 'u' || i, 1, 1, 1 FROM generate_series(1, 20000) AS i;
                ANALYZE;
                """);
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    /// <summary>Explains statements instead of running them, except the one that describes views.</summary>
    private sealed class ExplainedQueries(ReportDatabase database) : IQueries
    {
        private readonly List<JsonElement> _nodes = [];

        internal string Json { get; private set; } = "";

        /// <summary>The tables that are read, each with the index used, or null.</summary>
        internal IEnumerable<(string Table, string? Index)> Scans =>
            from node in _nodes
            where Text(node, "Relation Name") is not null || Text(node, "Index Name") is not null
            select (
                Text(node, "Relation Name") ?? Table,
                Text(node, "Index Name") ?? (Text(node, "Node Type") == "Bitmap Heap Scan" ? "bitmap" : null));

        internal bool HasCondition(string index) =>
            _nodes.Any(node => Text(node, "Index Name") == index && Text(node, "Index Cond") is not null);

        public async Task<IReadOnlyList<T>> ReadAsync<T>(
            Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        {
            // The statement is made from it.
            if (typeof(T) == typeof(ViewDescription))
            {
                return await database.Queries.ReadAsync(sql, read, cancellationToken);
            }

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
