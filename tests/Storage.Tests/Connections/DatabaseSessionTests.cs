using Npgsql;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Connections;

public class DatabaseSessionTests
{
    [Fact]
    public async Task Callers_share_one_connection_with_the_application_name()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(database);
        Assert.False(session.IsOpen);
        Assert.Empty(await database.ConnectionsAsync());

        int[] processes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => BackendAsync(session))));
        Assert.Single(processes.Distinct());
        Assert.True(session.IsOpen);
        Assert.Equal(["pathway-session"], await database.ConnectionsAsync());
    }

    [Fact]
    public async Task A_process_always_has_two_connections()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        for (int version = 0; version < 20; version++)
        {
            await process.CommitAsync(Batches.Of(Batches.User("u", version)));
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => process.LoadAsync("u")));
        }

        Assert.Equal(["pathway-reader", "pathway-writer"], await database.ConnectionsAsync());
    }

    [Theory]
    [InlineData("pathway", "public")]
    [InlineData("rebuild-1", "rebuild-1")]
    public async Task Tables_are_found_in_the_schema_of_the_service(string serviceId, string schema)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await database.ExecuteAsync("CREATE SCHEMA \"rebuild-1\"");
        await using DatabaseSession session = Session(database, serviceId);
        Assert.Equal(schema, session.Schema);
        Assert.Equal(schema, await session.UseAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand("SELECT current_schema", connection);
                return (string)(await command.ExecuteScalarAsync(token))!;
            },
            CancellationToken.None));
    }

    [Fact]
    public async Task A_failed_statement_keeps_the_connection()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(database);
        int before = await BackendAsync(session);
        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(session, "SELECT 1/0"));
        Assert.Equal(before, await BackendAsync(session));
    }

    [Fact]
    public async Task Failed_transaction_is_rolled_back()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await database.ExecuteAsync("CREATE TABLE t (i integer)");
        await using DatabaseSession session = Session(database);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.UseAsync<int>(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand("BEGIN; INSERT INTO t VALUES (1)", connection);
                await command.ExecuteNonQueryAsync(token);
                throw new InvalidOperationException("half-way");
            },
            CancellationToken.None));
        await RunAsync(session, "INSERT INTO t VALUES (2)");
        Assert.Equal(["2"], await database.RowsAsync("SELECT i FROM t"));
    }

    [Fact]
    public async Task A_connection_that_the_server_ended_is_replaced_by_one_new_one()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(database);
        int before = await BackendAsync(session);
        await database.ExecuteAsync($"SELECT pg_terminate_backend({before})");
        Exception broken = await Assert.ThrowsAnyAsync<Exception>(() => BackendAsync(session));
        Assert.True(DatabaseErrors.IsInfrastructure(broken));
        Assert.False(session.IsOpen);
        Assert.NotEqual(before, await BackendAsync(session));
        Assert.Equal(["pathway-session"], await database.ConnectionsAsync());
    }

    [Fact]
    public async Task A_cancelled_statement_does_not_block_the_next()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(database);
        await BackendAsync(session);
        using var cancellation = new CancellationTokenSource();
        Task sleeping = RunAsync(session, "SELECT pg_sleep(600)", cancellation.Token);
        await Eventually.SucceedsAsync(
            async () =>
                (await database.RowsAsync("SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'")).Length == 1,
                "it sleeps");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);
        await BackendAsync(session);
        Assert.Equal(["pathway-session"], await database.ConnectionsAsync());
    }

    [Fact]
    public async Task A_read_on_a_connection_that_was_lost_runs_once_more_on_a_new_one()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(database);
        int first = await BackendAsync(session);
        await database.ExecuteAsync($"SELECT pg_terminate_backend({first})");
        int attempts = 0;
        int second = await session.ReadAsync(
            async (connection, token) =>
            {
                attempts++;
                await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
                return (int)(await command.ExecuteScalarAsync(token))!;
            },
            CancellationToken.None);
        Assert.NotEqual(first, second);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task A_read_that_loses_every_connection_fails_after_the_second()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(database);
        await BackendAsync(session);
        int attempts = 0;
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => session.ReadAsync(
            async (connection, token) =>
            {
                attempts++;
                await using var command = new NpgsqlCommand("SELECT pg_terminate_backend(pg_backend_pid())", connection);
                return await command.ExecuteScalarAsync(token);
            },
            CancellationToken.None));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Waiting_for_the_session_can_be_cancelled()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(database);
        var release = new TaskCompletionSource<int>();
        Task<int> first = session.UseAsync((_, _) => release.Task, CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        Task<int> second = session.UseAsync((_, _) => Task.FromResult(2), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        release.SetResult(1);
        Assert.Equal(1, await first);
        Assert.Equal(3, await session.UseAsync((_, _) => Task.FromResult(3), CancellationToken.None));
    }

    [Fact]
    public async Task Disposing_closes_the_connection()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        DatabaseSession session = Session(database);
        await BackendAsync(session);
        await session.DisposeAsync();
        await Eventually.SucceedsAsync(async () => (await database.ConnectionsAsync()).Length == 0, "the connection is closed");
    }

    [Fact]
    public async Task Address_cannot_enable_pooling_or_change_the_application_name()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var address = new NpgsqlConnectionStringBuilder(
            $"Host=127.0.0.1;Port={database.Port};Username=user;Password=password;Database={database.Database};Pooling=true;Application Name=me;Search Path=pg_catalog");
        await using var session = new DatabaseSession(StorageProcess.OptionsFor(address.ConnectionString), "pathway-session");
        int first = await BackendAsync(session);
        await database.ExecuteAsync($"SELECT pg_terminate_backend({first})");
        await Assert.ThrowsAnyAsync<Exception>(() => BackendAsync(session));
        await BackendAsync(session);
        Assert.Equal(["pathway-session"], await database.ConnectionsAsync());
    }

    private static DatabaseSession Session(PostgresForTests database, string serviceId = "pathway") =>
        new(StorageProcess.OptionsFor(database.Url, serviceId), "pathway-session");

    private static Task<int> BackendAsync(DatabaseSession session) => session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
            return (int)(await command.ExecuteScalarAsync(token))!;
        },
        CancellationToken.None);

    private static Task<int> RunAsync(DatabaseSession session, string sql, CancellationToken cancellation = default) =>
        session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellation);
}
