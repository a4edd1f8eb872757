using Npgsql;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Connections;

/// <summary>An address with several hosts, of which only the primary accepts writes.</summary>
public sealed class SeveralHostsTests
{
    // Nothing listens there.
    private const int NoServer = 1;

    [Fact]
    public async Task A_host_that_does_not_answer_is_left_out()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(
            $"postgresql://user:password@127.0.0.1:{NoServer},127.0.0.1:{database.Port}/{database.Database}");
        await BackendAsync(session);
        Assert.Equal(["pathway-session"], await database.ConnectionsAsync());
    }

    [Fact]
    public async Task A_host_that_accepts_no_writes_is_used_only_if_the_address_allows_it()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await database.ExecuteAsync($"ALTER DATABASE {database.Database} SET default_transaction_read_only = on");
        string hosts = $"127.0.0.1:{NoServer},127.0.0.1:{database.Port}";
        await using DatabaseSession writing = Session($"postgresql://user:password@{hosts}/{database.Database}");
        Exception refused = await Assert.ThrowsAnyAsync<NpgsqlException>(() => BackendAsync(writing));
        Assert.True(DatabaseErrors.IsTransient(refused), refused.ToString());

        await using DatabaseSession reading = Session(
            $"postgresql://user:password@{hosts}/{database.Database}?target_session_attrs=any");
        await BackendAsync(reading);
    }

    [Fact]
    public async Task After_a_write_on_a_standby_the_session_connects_again()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = Session(database.Url);
        int before = await BackendAsync(session);
        await RunAsync(session, "SET default_transaction_read_only = on");
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(session, "CREATE TABLE t ()"));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
        await RunAsync(session, "CREATE TABLE t ()");
        Assert.NotEqual(before, await BackendAsync(session));
    }

    private static DatabaseSession Session(string address) => new(StorageProcess.OptionsFor(address), "pathway-session");

    private static Task<int> BackendAsync(DatabaseSession session) => session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
            return (int)(await command.ExecuteScalarAsync(token))!;
        },
        CancellationToken.None);

    private static Task<int> RunAsync(DatabaseSession session, string sql) => session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync(token);
        },
        CancellationToken.None);
}
