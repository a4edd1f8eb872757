using Npgsql;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

[Trait("Tier", "Slow")]
public class OutageTests
{
    [Fact]
    public async Task Commit_during_a_server_crash_is_written_once()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server);
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("u", 0)));

        NpgsqlConnection blocker = await database.ConnectAsync();
        await using (blocker)
        {
            await using var locking = new NpgsqlCommand("BEGIN; SELECT 1 FROM events WHERE user_id = 'u' FOR UPDATE", blocker);
            await locking.ExecuteNonQueryAsync();
            Task<CommitOutcome> committing = process.CommitAsync(Batches.Of(Batches.User("u", 1)).WithProgress(2));
            await Eventually.SucceedsAsync(async () => await database.WaitingForLocksAsync() == 1, "the commit is under way");

            await server.StopAsync(PostgresStop.Immediate);
            await Eventually.SucceedsAsync(() => process.RetryLog.Messages.Count > 1, "attempts while the server is away");
            Assert.False(committing.IsCompleted);
            await server.StartAgainAsync();
            Assert.True((await committing).Committed);
        }

        Assert.Equal(["u|2|1|1001"], await database.EventsAsync());
        Assert.Equal(["u|2|{\"v\":1,\"count\":2}"], await database.StatesAsync());
        Assert.Equal(["kafka/c/events/t|3|2"], await database.ProgressAsync());
    }

    [Fact]
    public async Task Commits_during_repeated_server_crashes_are_written_once()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server);
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        string[] users = [.. Enumerable.Range(0, 100).Select(i => $"u{i}")];
        int commits = 0;
        bool enough = false;
        Task flow = Task.Run(async () =>
        {
            while (!Volatile.Read(ref enough))
            {
                Assert.True(
                    (await process.CommitAsync(Batches.Of([.. users.Select(user => Batches.User(user, commits))]))).Committed);
                Interlocked.Increment(ref commits);
            }
        });

        for (int crash = 1; crash <= 3; crash++)
        {
            int before = Volatile.Read(ref commits);
            await Eventually.SucceedsAsync(() => Volatile.Read(ref commits) > before + 5 || flow.IsFaulted, "commits flow");
            await server.StopAsync(PostgresStop.Immediate);
            await server.StartAgainAsync();
        }

        Volatile.Write(ref enough, true);
        await flow;
        Assert.Equal(
            [$"100|{commits}|{commits}"],
            await database.RowsAsync("SELECT count(*), min(version), max(version) FROM orleansstorage"));
        Assert.Equal([$"{commits}|{commits}"], await database.RowsAsync("SELECT min(count), max(count) FROM events"));
        Assert.Equal([$"{commits}"], await database.RowsAsync("SELECT commit_no FROM writer_commits"));
    }

    [Fact]
    public async Task Statement_that_times_out_is_retried_with_a_longer_timeout()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(
            database.Url, commandTimeout: TimeSpan.FromSeconds(1));
        await database.ExecuteAsync(
            """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END';
            CREATE TRIGGER slow AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION slow();
            """);
        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("u", 0)))).Committed);
        Assert.NotEmpty(process.RetryLog.Messages);
        Assert.Equal(["u|1|0.5|1000"], await database.EventsAsync());
    }

    [Fact]
    public async Task A_commit_that_waits_for_a_lock_longer_than_a_statement_may_succeeds_when_it_is_free()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(
            database.Url, commandTimeout: TimeSpan.FromSeconds(1));
        await process.CommitAsync(Batches.Of(Batches.User("u", 0)));
        await using NpgsqlConnection blocker = await database.ConnectAsync();
        await using var locking = new NpgsqlCommand("BEGIN; SELECT 1 FROM events WHERE user_id = 'u' FOR UPDATE", blocker);
        await locking.ExecuteNonQueryAsync();

        Task<CommitOutcome> committing = process.CommitAsync(Batches.Of(Batches.User("u", 1)));
        await Eventually.SucceedsAsync(() => process.RetryLog.Messages.Count > 0, "an attempt that timed out");
        Assert.False(committing.IsCompleted);
        await blocker.CloseAsync();
        Assert.True((await committing).Committed);
        Assert.Equal(["u|2|1|1001"], await database.EventsAsync());
    }
}
