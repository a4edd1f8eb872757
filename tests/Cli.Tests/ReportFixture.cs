using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

/// <summary>A database with two services and rows like those of engines, for tests that only read.</summary>
public sealed class ReportFixture : IAsyncLifetime
{
    internal PostgresForTests Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresForTests.CreateAsync();
        await MigrateAsync(Database, "pathway");
        await MigrateAsync(Database, "rebuild-1");
        await RegisterAsync(
            Database, "pathway", BuiltInWindow.Tumbling("hour", 3_600_000), BuiltInWindow.Session("never", 5));
        await Database.ExecuteAsync(
            """
            INSERT INTO events VALUES
                ('u1', 3, 0.1, 1700000000000), ('u2', 5, '-0', 1700000005000), ('a, "b"' || chr(10) || 'ü', 4, 1.7976931348623157e308, 1700000010000);
            INSERT INTO hour (user_id, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time)
            SELECT u, pathway_event_time(h * 3600000), pathway_event_time((h + 1) * 3600000), h, h * 0.25, -1, 1, h * 3600000, h * 3600000
            FROM unnest(ARRAY['u1', 'u2']) AS u, generate_series(1, 12) AS h;
            INSERT INTO source_progress (source, partition, next_offset, watermark, updated_at) VALUES
                ('files/x', 0, 9, NULL, '2026-01-31T12:00:00Z'), ('k', 0, 7, 21600000, '2026-01-31T12:02:00Z'), ('k', 1, 5, 25200000, '2026-01-31T12:02:00.5Z');
            INSERT INTO dead_letters VALUES
                ('k', 0, 3, 'not_json', convert_to('{"a" ', 'UTF8'), '2026-01-31T12:00:00Z', NULL), ('k', 0, 4, 'late', '\x00ff', '2026-01-31T12:00:01Z', '{hour,never}'),
                ('k', 1, 4, 'late', NULL, '2026-01-31T12:00:02Z', '{hour}');
            SELECT pathway_close_windows();
            """);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    internal static async Task MigrateAsync(PostgresForTests database, string serviceId)
    {
        await using var session = new DatabaseSession(
            new DatabaseOptions { ConnectionString = database.Url, ServiceId = serviceId }, "test");
        await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(session, CancellationToken.None);
    }

    /// <summary>Registers the built-in pipeline with further views.</summary>
    internal static async Task RegisterAsync(PostgresForTests database, string serviceId, params string[] views)
    {
        var options = new DatabaseOptions { ConnectionString = database.Url, ServiceId = serviceId };
        await using var session = new DatabaseSession(options, "test");
        var retry = new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance);
        await new PipelineRegistry(session, retry, NullLogger<PipelineRegistry>.Instance).RegisterAsync(
            PipelineBinder.Bind(BuiltInPipeline.Sql + string.Concat(views)), TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    internal Task<CommandProcess> ReportAsync(int exitCode, params string[] arguments) =>
        CliProcess.RunAsync(["report", .. arguments, "--database", Database.Url], exitCode);

    internal async Task<string> OutputAsync(params string[] arguments)
    {
        await using CommandProcess report = await ReportAsync(0, arguments);
        return report.Output;
    }
}
