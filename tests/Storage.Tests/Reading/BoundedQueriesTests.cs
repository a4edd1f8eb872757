using Npgsql;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Reading;

public sealed class BoundedQueriesTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private PostgresForTests _database = null!;
    private DatabaseSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresForTests.CreateAsync();
        _session = new DatabaseSession(StorageProcess.OptionsFor(_database.Url), "pathway-reader");
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Statement_over_the_time_limit_is_cancelled_and_the_session_stays_usable()
    {
        using var queries = new BoundedQueries(_session, Short, TimeProvider.System);
        int backend = await BackendAsync();
        QueryLimitException cut = await Assert.ThrowsAsync<QueryLimitException>(() => SleepAsync(queries, 60));
        Assert.Contains("exceeded its time limit of 0.05 s", cut.Message, StringComparison.Ordinal);
        Assert.Equal(backend, await BackendAsync());
        Assert.Equal(
            ["0"],
            await new SessionQueries(_session)
                .ReadAsync($"SHOW statement_timeout", row => row.GetString(0), CancellationToken.None));
        Assert.Equal([7], await queries.ReadAsync($"SELECT {7}", row => row.GetInt32(0), CancellationToken.None));
        Assert.Equal(
            ["off"],
            await new SessionQueries(_session)
                .ReadAsync($"SHOW transaction_read_only", row => row.GetString(0), CancellationToken.None));
    }

    [Fact]
    public async Task Reports_run_in_a_read_only_transaction()
    {
        using var queries = new BoundedQueries(_session, Long, TimeProvider.System);
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(
            () => queries.ReadAsync($"CREATE TABLE x (i int)", row => 0, CancellationToken.None));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
    }

    [Fact]
    public async Task At_most_one_statement_waits_for_the_session()
    {
        using var queries = new BoundedQueries(_session, Short, TimeProvider.System);
        var held = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        Task load = _session.UseAsync(
            async (_, _) =>
            {
                held.SetResult();
                await release.Task;
                return 0;
            },
            CancellationToken.None);
        await held.Task;
        Task<IReadOnlyList<int>> first = queries.ReadAsync($"SELECT 1", row => row.GetInt32(0), CancellationToken.None);
        QueryLimitException refused = await Assert.ThrowsAsync<QueryLimitException>(
            () => queries.ReadAsync($"SELECT 2", row => row.GetInt32(0), CancellationToken.None));
        Assert.Contains("Try again later", refused.Message, StringComparison.Ordinal);
        Assert.False(first.IsCompleted);
        release.SetResult();
        await load;
        Assert.Equal([1], await first);
    }

    [Fact]
    public async Task Cancellation_cancels_the_statement()
    {
        using var queries = new BoundedQueries(_session, Long, TimeProvider.System);
        using var abort = new CancellationTokenSource();
        Task<IReadOnlyList<int>> asleep = SleepAsync(queries, 600, abort.Token);
        await Eventually.SucceedsAsync(async () => await SleepersAsync() == 1, "the statement to run");
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asleep);
        await Eventually.SucceedsAsync(async () => await SleepersAsync() == 0, "the statement to end");
        Assert.Equal([1], await queries.ReadAsync($"SELECT 1", row => row.GetInt32(0), CancellationToken.None));
    }

    private static Task<IReadOnlyList<int>> SleepAsync(
        BoundedQueries queries, int seconds, CancellationToken cancellationToken = default) =>
        queries.ReadAsync($"SELECT 1 FROM pg_sleep({seconds})", row => row.GetInt32(0), cancellationToken);

    private Task<long> SleepersAsync() => _database.ScalarAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE " +
        "'%pg_sleep($1)%' AND pid <> pg_backend_pid()");

    private async Task<int> BackendAsync() =>
        (await new SessionQueries(_session)
            .ReadAsync($"SELECT pg_backend_pid()", row => row.GetInt32(0), CancellationToken.None))[0];
}
