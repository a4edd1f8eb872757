using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

/// <summary>A database with the schema and rows like those that the engines write.</summary>
internal sealed class ReportDatabase : IAsyncDisposable
{
    /// <summary>The time of the latest commit.</summary>
    internal const string LastCommit = "2026-01-31T12:00:00Z";

    private readonly PostgresForTests _database;
    private readonly DatabaseSession _session;

    private ReportDatabase(PostgresForTests database)
    {
        _database = database;
        _session = new DatabaseSession(StorageProcess.OptionsFor(database.Url), "pathway-report");
    }

    internal PostgresForTests Postgres => _database;

    internal DatabaseSession Session => _session;

    internal IQueries Queries => new SessionQueries(_session);

    internal static async Task<ReportDatabase> CreateAsync()
    {
        var database = new ReportDatabase(await PostgresForTests.CreateAsync());
        await StorageProcess.Migrator().MigrateAsync(database._session, CancellationToken.None);
        return database;
    }

    internal Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    internal Task<string[]> RowsAsync(string sql) => _database.RowsAsync(sql);

    /// <summary>Registers the built-in pipeline with further views.</summary>
    /// <param name="views">The views, such as <see cref="BuiltInWindow"/> writes them.</param>
    /// <param name="idleTimeout">The idle timeout in milliseconds.</param>
    internal Task RegisterAsync(string[] views, long idleTimeout = 60_000)
    {
        var retry = new DatabaseRetry(
            StorageProcess.OptionsFor(_database.Url), TimeProvider.System, NullLogger<DatabaseRetry>.Instance);
        return new PipelineRegistry(_session, retry, NullLogger<PipelineRegistry>.Instance).RegisterAsync(
            PipelineBinder.Bind(BuiltInPipeline.Sql + string.Concat(views)),
            TimeSpan.FromMilliseconds(idleTimeout),
            CancellationToken.None);
    }

    /// <summary>Adds a row of a view with windows.</summary>
    internal Task AddWindowAsync(string user, string view, long start, long end, long count = 1) =>
        ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO "{view}" (user_id, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time)
        VALUES ('{user.Replace("'", "''", StringComparison.Ordinal)}', pathway_event_time({start}), pathway_event_time({end}), {count}, 1, -1, 1, {start}, {end - 1})
        """));

    /// <summary>Opens a report; parameters are <c>name=value</c>.</summary>
    internal Task<OpenReport> OpenAsync(ReportDefinition report, params string[] parameters) =>
        OpenAsync(Queries, report, parameters);

    /// <summary>Opens a report; parameters are <c>name=value</c>.</summary>
    internal static Task<OpenReport> OpenAsync(IQueries queries, ReportDefinition report, params string[] parameters)
    {
        Dictionary<string, IReadOnlyList<string>> given = parameters.Select(parameter => parameter.Split('=', 2))
            .GroupBy(pair => pair[0], pair => pair[1])
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group]);
        return report.OpenAsync(queries, new ReportValues(report, given), CancellationToken.None);
    }

    internal Task AddUserAsync(string user, long count, double total, long time) =>
        ExecuteAsync(
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO events VALUES ('{user}', {count}, {total}, {time})"));

    /// <summary>Adds a partition whose last commit is a number of seconds before the latest commit.</summary>
    internal Task AddPartitionAsync(int partition, long? watermark, double secondsBefore = 0, string source = "s") =>
        ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO source_progress (source, partition, next_offset, watermark, updated_at)
        VALUES ('{source}', {partition}, 7, {(watermark is { } known ? known : "NULL")}, timestamptz '{LastCommit}' - {secondsBefore} * interval '1 second')
        """));

    /// <summary>Closes windows, as a commit does.</summary>
    internal Task CloseAsync() => ExecuteAsync("SELECT pathway_close_windows()");

    /// <summary>Reads all rows of a report in pages of a given size; returns the rows and the number of pages.</summary>
    internal static async Task<(List<T> Rows, int Pages)> ReadAllAsync<T>(
        int pageSize, Func<PageRequest, Task<ReportPage<T>>> read)
    {
        var rows = new List<T>();
        int pages = 0;
        string? after = null;
        do
        {
            ReportPage<T> page = await read(new PageRequest(pageSize, after));
            Assert.True(page.Rows.Count == pageSize || page.Next is null);
            rows.AddRange(page.Rows);
            after = page.Next;
            pages++;
        }
        while (after is not null);

        return (rows, pages);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _database.DisposeAsync();
    }
}
