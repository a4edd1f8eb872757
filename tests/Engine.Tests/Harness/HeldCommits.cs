using Npgsql;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>Makes commits wait until it is disposed. Reads are not affected.</summary>
internal sealed class HeldCommits : IAsyncDisposable
{
    private readonly PostgresForTests _database;
    private readonly NpgsqlConnection _connection;

    private HeldCommits(PostgresForTests database, NpgsqlConnection connection)
    {
        _database = database;
        _connection = connection;
    }

    internal static async Task<HeldCommits> StartAsync(PostgresForTests database)
    {
        var held = new HeldCommits(database, await database.ConnectAsync());
        await held.ExecuteAsync("BEGIN; LOCK TABLE orleansstorage, events, source_progress, dead_letters IN EXCLUSIVE MODE");
        return held;
    }

    /// <summary>Changes rows before the commits that wait do.</summary>
    internal async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns when a commit waits.</summary>
    internal Task ReachedAsync() => Eventually.SucceedsAsync(
        () => _database.ScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'relation' AND NOT granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """),
        "a commit that waits");

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("COMMIT");
        await _connection.DisposeAsync();
    }
}
