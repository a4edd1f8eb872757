using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

/// <summary>Two services with the same pipeline and rows in its views, for tests that only read.</summary>
public sealed class ViewsFixture : IAsyncLifetime
{
    internal const string Pipeline = """
        CREATE SOURCE sales (shop bigint NOT NULL, amount numeric, at timestamptz NOT NULL, WATERMARK FOR at AS at - INTERVAL '5 seconds');
        CREATE MATERIALIZED VIEW shops AS
        SELECT shop, count(*) AS n, sum(amount) AS revenue, avg(amount)::double precision AS mean FROM sales GROUP BY shop;
        CREATE MATERIALIZED VIEW hourly AS
        SELECT shop, window_start, window_end, sum(amount) AS revenue, avg(amount) AS mean
        FROM TUMBLE(sales, at, INTERVAL '1 hour') GROUP BY shop, window_start, window_end;
        CREATE MATERIALIZED VIEW odd AS SELECT shop, count(*) AS b, sum(amount) AS a FROM sales GROUP BY shop;
        CREATE MATERIALIZED VIEW day AS SELECT shop, window_start, window_end, count(*) AS n
        FROM CUMULATE(sales, at, INTERVAL '1 hour', INTERVAL '1 day') GROUP BY shop, window_start, window_end;
        CREATE VIEW big AS SELECT shop FROM shops WHERE n > 100;
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"pathway-views-{Guid.NewGuid():n}.sql");

    internal PostgresForTests Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresForTests.CreateAsync();
        await File.WriteAllTextAsync(_file, Pipeline);
        foreach (string service in (string[])["pathway", "rebuild-1"])
        {
            await ReportFixture.MigrateAsync(Database, service);
            await using CommandProcess accepted = await CliProcess.RunAsync(
                ["pipeline", "accept", _file, "--database", Database.Url, "--service-id", service], exitCode: 0);
            string schema = service == "pathway" ? "public" : service;
            await Database.ExecuteAsync(
                $"""
                SET search_path = "{schema}";
                INSERT INTO shops VALUES (1, 1000, 30.50, '-0'), (2, 5, NULL, 0.1);
                INSERT INTO odd VALUES (1, 1, 2);
                INSERT INTO hourly (shop, window_start, window_end, revenue, mean)
                SELECT s, '2026-01-31Z'::timestamptz + h * interval '1 hour', '2026-01-31T01:00Z'::timestamptz + h * interval '1 hour', h * s, h
                FROM unnest(ARRAY[1, 2]) AS s, generate_series(1, 3) AS h;
                INSERT INTO day (shop, window_start, window_end, n) VALUES
                    (1, '2026-01-31Z', '2026-01-31T01:00Z', 1), (1, '2026-01-31Z', '2026-01-31T02:00Z', 3);
                UPDATE pipeline_views SET since = '2026-01-31T00:30Z' WHERE name = 'hourly';
                """);
        }
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await Database.DisposeAsync();
    }

    internal Task<CommandProcess> ReportAsync(int exitCode, params string[] arguments) =>
        CliProcess.RunAsync(["report", .. arguments, "--database", Database.Url], exitCode);

    internal async Task<string> OutputAsync(params string[] arguments)
    {
        await using CommandProcess report = await ReportAsync(0, arguments);
        return report.Output;
    }
}
