using System.Diagnostics;
using Npgsql;

namespace PathwayOrleans.LocalInfra.Tests;

public sealed class FaultyProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private PrivatePostgres _postgres = null!;
    private FaultyProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        _proxy = await FaultyProxy.StartAsync(_postgres.Port);
        await Sql.RunAsync(_postgres.ConnectionString(), "CREATE TABLE t (n int)");
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Theory]
    [InlineData(CutWhen.BeforeForwarding, 0L)]
    [InlineData(CutWhen.AfterForwarding, 1L)]
    public async Task A_cut_around_a_commit_decides_whether_it_happened(CutWhen when, long rows)
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using NpgsqlCommand insert = new("INSERT INTO t VALUES (1)", connection, transaction);
        await insert.ExecuteNonQueryAsync();
        Task cut = _proxy.CutOn(bytes => bytes.Span.IndexOf("COMMIT"u8) >= 0, when);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync());

        await cut.WaitAsync(Patience);
        Assert.Equal(rows, await CountAsync(_postgres.ConnectionString()));

        // It strikes once: the next commit passes.
        await Sql.RunAsync(Through(), "BEGIN; INSERT INTO t VALUES (2); COMMIT");
        Assert.Equal(rows + 1, await CountAsync(Through()));
    }

    [Fact]
    public async Task Cutting_all_ends_the_sessions_that_are_open()
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using NpgsqlCommand sleep = new("SELECT pg_sleep(600)", connection);
        Task running = sleep.ExecuteNonQueryAsync();

        _proxy.CutAll();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => running.WaitAsync(Patience));
        Assert.Equal(0L, await CountAsync(Through()));
    }

    [Fact]
    public async Task Refusing_keeps_open_sessions_and_ends()
    {
        await using NpgsqlConnection connection = await ConnectAsync();

        _proxy.Refuse = true;
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => CountAsync(Through()));
        await using NpgsqlCommand still = new("SELECT 1", connection);
        Assert.Equal(1, await still.ExecuteScalarAsync());

        _proxy.Refuse = false;
        Assert.Equal(0L, await CountAsync(Through()));
    }

    [Fact]
    public async Task A_server_that_is_down_ends_the_clients_connections_and_comes_back()
    {
        await _postgres.StopAsync(PostgresStop.Immediate);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => CountAsync(Through()));

        await _postgres.StartAgainAsync();

        Assert.Equal(0L, await CountAsync(Through()));
    }

    [Fact]
    public async Task A_delay_holds_every_chunk_back()
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using NpgsqlCommand command = new("SELECT 1", connection);
        _proxy.DelayPerChunk = TimeSpan.FromMilliseconds(200);

        // One chunk there, one back.
        Stopwatch watch = Stopwatch.StartNew();
        await command.ExecuteScalarAsync();
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(390), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_rate_limits_the_bytes_a_second()
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using NpgsqlCommand command = new("SELECT repeat('x', 20000)", connection);
        _proxy.BytesPerSecond = 20_000;

        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(20_000, ((string)(await command.ExecuteScalarAsync())!).Length);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.95, 20);
    }

    private static async Task<long> CountAsync(string database) => (long)(await Sql.RunAsync(database, "SELECT count(*) FROM t"))!;

    private string Through() =>
        new NpgsqlConnectionStringBuilder(_postgres.ConnectionString()) { Port = _proxy.Port, Pooling = false }.ConnectionString;

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection connection = new(Through());
        await connection.OpenAsync();
        return connection;
    }
}
