using Npgsql;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

public class DeadlockTests
{
    [Fact]
    public async Task Deadlock_victim_retries()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("first", 0), Batches.User("gate", 0), Batches.User("last", 0)));

        // The writer holds the lock on first and waits at the gate; another session holds last and waits for first, with a long
        // deadlock_timeout.
        await using NpgsqlConnection gate = await database.ConnectAsync();
        await ExecuteAsync(gate, "BEGIN; SELECT 1 FROM events WHERE user_id = 'gate' FOR UPDATE");
        await using NpgsqlConnection other = await database.ConnectAsync();
        await ExecuteAsync(
            other, "SET deadlock_timeout = '10min'; BEGIN; SELECT 1 FROM events WHERE user_id = 'last' FOR UPDATE");
        Task<CommitOutcome> committing = process.CommitAsync(
            Batches.Of(Batches.User("first", 1), Batches.User("gate", 1), Batches.User("last", 1)));
        await Eventually.SucceedsAsync(async () => await database.WaitingForLocksAsync() == 1, "the writer waits at the gate");
        Task waiting = ExecuteAsync(other, "SELECT 1 FROM events WHERE user_id = 'first' FOR UPDATE");
        await Eventually.SucceedsAsync(
            async () =>
                (await database.RowsAsync("SELECT 1 FROM pg_locks WHERE NOT granted")).Length == 2,
                "the other session waits for the writer");

        await gate.CloseAsync();
        await waiting;
        await Eventually.SucceedsAsync(
            () =>
                process.RetryLog.Messages.Any(message => message.Contains("deadlock detected", StringComparison.Ordinal)),
                "the writer is the victim");
        await other.CloseAsync();
        Assert.True((await committing).Committed);
        Assert.Equal(["first|2|1|1001", "gate|2|1|1001", "last|2|1|1001"], await database.EventsAsync());
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
