using Npgsql;

namespace PathwayOrleans.Testing.Faults;

/// <summary>
/// Holds back commits that move a partition to a position or beyond. Tests that stop a process in the middle of a load use it,
/// so that neither a fast process nor a late test is past that point. One gate per database.
/// </summary>
public sealed class CommitGate : IAsyncDisposable
{
    private const string Install =
        """
        CREATE TABLE commit_gate (position NUMERIC NOT NULL);
        INSERT INTO commit_gate VALUES (0);
        CREATE FUNCTION wait_at_commit_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.next_offset >= (SELECT position FROM public.commit_gate) THEN
                PERFORM pg_advisory_xact_lock_shared(7471);
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER commit_gate BEFORE INSERT OR UPDATE ON source_progress
            FOR EACH ROW EXECUTE FUNCTION wait_at_commit_gate();
        """;

    private readonly PostgresForTests _database;
    private readonly NpgsqlConnection _connection;

    private CommitGate(PostgresForTests database, NpgsqlConnection connection)
    {
        _database = database;
        _connection = connection;
    }

    /// <summary>Adds an open gate to the tables of the default service, which must exist.</summary>
    public static async Task<CommitGate> InstallAsync(PostgresForTests database)
    {
        ArgumentNullException.ThrowIfNull(database);
        await database.ExecuteAsync(Install);
        return new CommitGate(database, await database.ConnectAsync());
    }

    /// <summary>Closes the gate: commits that move a partition to this position or beyond wait.</summary>
    public Task CloseAsync(long position) => ExecuteAsync(
        FormattableString.Invariant($"UPDATE commit_gate SET position = {position}; SELECT pg_advisory_lock(7471)"));

    /// <summary>Lets the waiting commits continue.</summary>
    public Task OpenAsync() => ExecuteAsync("SELECT pg_advisory_unlock(7471)");

    /// <summary>Returns when a commit waits at the gate.</summary>
    public Task ReachedAsync() => Eventually.SucceedsAsync(
        () => _database.ScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND objid = 7471 AND NOT granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """),
        TimeSpan.FromMinutes(5),
        "a commit at the gate");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
