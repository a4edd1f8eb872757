using System.Text.Json;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Tests.Reading.Reports;
using PathwayOrleans.Storage.Tests.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Reading.Views;

/// <summary>A service with a pipeline and rows in its views, for tests that only read.</summary>
public sealed class ReportedViews : IAsyncLifetime
{
    private const string Pipeline = """
        CREATE SOURCE sales (
            shop bigint NOT NULL, sku text NOT NULL, amount numeric, weight double precision, at timestamptz NOT NULL,
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        );
        CREATE MATERIALIZED VIEW "Per shop" AS
        SELECT sku, shop, count(*) AS n, sum(amount) FILTER (WHERE sku <> ')') AS revenue, avg(amount) AS mean,
            sum(amount) / count(*) AS ratio, min(sku) AS first_sku, max(at) AS last_seen, max(weight) AS weight
        FROM sales GROUP BY shop, sku;
        CREATE MATERIALIZED VIEW hourly AS
        SELECT shop, sku, window_start AS opened, window_end, sum(amount) AS revenue, avg(amount) AS mean, count(*) AS "rows"
        FROM TUMBLE(sales, at, INTERVAL '1 hour') GROUP BY shop, sku, window_start, window_end;
        """;

    private PipelineProcess _process = null!;

    internal PostgresForTests Database { get; private set; } = null!;

    private SessionQueries Queries => new(_process.Session);

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresForTests.CreateAsync();
        _process = await PipelineProcess.StartAsync(Database.Url, Pipeline);
        await Database.ExecuteAsync(
            """
            INSERT INTO "Per shop" VALUES
                ('a', 1, 3, 30.50, 10.17, 10, 'a', '2026-01-31T12:00:00.25Z', 1e300), ('b', 1, 9007199254740993, 2.5, 1, 1, 'b', 'infinity', 'NaN'),
                ('a', 20, 5, NULL, 2, 2, 'B', '2026-01-31T12:00:00Z', '-0'), ('', 3, 5, 7, 2, 2, 'ü', '2026-01-31T12:00:00Z', NULL);
            INSERT INTO hourly (shop, sku, opened, window_end, revenue, mean, "rows")
            SELECT shop, 'a', '2026-01-31Z'::timestamptz + h * interval '1 hour', '2026-01-31T01:00Z'::timestamptz + h * interval '1 hour', h * shop, h, h
            FROM unnest(ARRAY[1, 2]) AS shop, generate_series(1, 5) AS h;
            UPDATE pipeline_views SET closed_through = '2026-01-31T03:00Z', since = '2026-01-31T00:30Z' WHERE name = 'hourly';
            INSERT INTO source_progress (source, partition, next_offset, watermark) VALUES ('k', 0, 1, 1769828400000);
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>The JSON of a report; parameters are <c>name=value</c>.</summary>
    internal Task<JsonElement> ReadAsync(ReportDefinition report, params string[] parameters) =>
        ReadAsync(report, 100, null, parameters);

    internal async Task<JsonElement> ReadAsync(ReportDefinition report, int limit, string? after, params string[] parameters)
    {
        OpenReport open = await OpenAsync(report, parameters);
        return JsonSerializer.SerializeToElement(
            await open.AnswerAsync(new PageRequest(limit, after), CancellationToken.None), ReportJson.Options);
    }

    /// <summary>A column of the rows of a report.</summary>
    internal async Task<string[]> ColumnAsync(ReportDefinition report, string column, params string[] parameters) =>
    [
        .. (await ReadAsync(report, parameters)).GetProperty("rows").EnumerateArray().Select(
            row => $"{row.GetProperty(column)}"),
    ];

    internal Task<OpenReport> OpenAsync(ReportDefinition report, params string[] parameters) =>
        ReportDatabase.OpenAsync(Queries, report, parameters);
}
