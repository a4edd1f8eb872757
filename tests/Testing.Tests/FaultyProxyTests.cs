using System.Diagnostics;
using Npgsql;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing.Faults;

namespace PathwayOrleans.Testing.Tests;

[Trait("Tier", "Slow")]
public sealed class FaultyProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private PrivatePostgres _postgres = null!;
    private FaultyProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        _proxy = await FaultyProxy.StartAsync(_postgres.Port);
        await RunAsync(_postgres.ConnectionString(), "CREATE TABLE t (n int)");
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
        await RunAsync(Through(), "BEGIN; INSERT INTO t VALUES (2); COMMIT");
        Assert.Equal(rows + 1, await CountAsync(Through()));
    }

    [Fact]
    public async Task Cutting_all_ends_the_open_sessions()
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
    public async Task Connections_to_a_stopped_server_end_and_can_be_opened_after_its_start()
    {
        await _postgres.StopAsync(PostgresStop.Immediate);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => CountAsync(Through()));

        await _postgres.StartAgainAsync();

        Assert.Equal(0L, await CountAsync(Through()));
    }

    [Fact]
    public async Task A_delay_applies_to_every_chunk()
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
    public async Task A_rate_limits_the_bytes_per_second()
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using NpgsqlCommand command = new("SELECT repeat('x', 20000)", connection);
        _proxy.BytesPerSecond = 20_000;

        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(20_000, ((string)(await command.ExecuteScalarAsync())!).Length);
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(950), $"It took {watch.Elapsed}.");
    }

    private static async Task<long> CountAsync(string database) => (long)(await RunAsync(database, "SELECT count(*) FROM t"))!;

    private static async Task<object?> RunAsync(string database, string statement)
    {
        await using NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    private string Through() =>
        new NpgsqlConnectionStringBuilder(_postgres.ConnectionString()) { Port = _proxy.Port, Pooling = false }.ConnectionString;

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection connection = new(Through());
        await connection.OpenAsync();
        return connection;
    }
}
