using System.Globalization;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
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

    internal Task DefineAsync(string name, long? size, long lateness = 0, long idleTimeout = 60_000) => ExecuteAsync(
        size is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO window_definitions VALUES ('{name}', 'session', NULL, NULL, 100, NULL, {lateness}, {idleTimeout})")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO window_definitions VALUES ('{name}', 'tumbling', {size}, {size}, NULL, 0, {lateness}, " +
                $"{idleTimeout})"));

    internal Task AddWindowAsync(string user, string name, long start, long end, long count = 1, double total = 1) =>
        ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO user_windows VALUES ('{user}', '{name}', {start}, {end}, {count}, {total}, {-total}, {total}, {start}, " +
        $"{end - 1})"));

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
