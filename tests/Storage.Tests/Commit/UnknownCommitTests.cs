using Npgsql;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;

namespace PathwayOrleans.Storage.Tests.Commit;

/// <summary>
/// The connection is lost during a commit. Whether the commit happened or not, its rows are written exactly once.
/// </summary>
public class UnknownCommitTests
{
    private static readonly string[] Once = ["cut-me|2|1|1001"];

    [Theory]
    [InlineData(CutWhen.BeforeForwarding, "did not happen")]
    [InlineData(CutWhen.AfterForwarding, "happened")]
    public async Task A_commit_whose_connection_was_cut_is_settled(CutWhen when, string verdict)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(proxy.Port));
        await process.CommitAsync(Batches.Of(Batches.User("cut-me", 0)));
        Task cut = proxy.CutOn(IsTheCommit, when);

        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("cut-me", 1)).WithProgress(9))).Committed);
        Assert.True(cut.IsCompletedSuccessfully);
        Assert.Equal(Once, await database.EventsAsync());
        Assert.Equal(["kafka/c/events/t|3|9"], await database.ProgressAsync());
        Assert.Contains($"The outcome of commit 2 was unknown and is settled: it {verdict}.", process.WriterLog.Messages);

        // The writer continues.
        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("cut-me", 2)))).Committed);
    }

    [Fact]
    public async Task A_commit_can_be_interrupted_repeatedly()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(proxy.Port));
        await process.CommitAsync(Batches.Of(Batches.User("cut-me", 0)));
        int step = 0;
        Task[] cuts =
        [
            Cut(0, IsTheCommit, CutWhen.BeforeForwarding),
            Cut(1, IsTheQuestion, CutWhen.BeforeForwarding),
            Cut(2, IsTheQuestion, CutWhen.AfterForwarding),
            Cut(3, IsTheCommit, CutWhen.AfterForwarding),
            Cut(4, IsTheQuestion, CutWhen.AfterForwarding),
        ];

        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("cut-me", 1)))).Committed);
        Assert.All(cuts, cut => Assert.True(cut.IsCompletedSuccessfully));
        Assert.Equal(Once, await database.EventsAsync());
        Assert.Equal(2, (await process.LoadAsync("cut-me"))[0].Version);

        // One after the other, as the writer runs one commit at a time.
        Task Cut(int turn, Func<ReadOnlyMemory<byte>, bool> what, CutWhen when) =>
            proxy.CutOn(bytes => step == turn && what(bytes) && ++step > turn, when);
    }

    [Fact]
    public async Task Rejected_commit_is_still_rejected_if_its_response_was_lost()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(proxy.Port));
        await process.CommitAsync(Batches.Of(Batches.User("cut-me", 0)));
        await process.CommitAsync(Batches.Of(Batches.User("cut-me", 1)));
        Task cut = proxy.CutOn(IsTheCommit, CutWhen.AfterForwarding);
        Assert.Equal([0], (await process.CommitAsync(Batches.Of(Batches.User("cut-me", 1)))).RejectedUsers);
        Assert.True(cut.IsCompletedSuccessfully);
        Assert.Equal(Once, await database.EventsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Settling_waits_for_an_attempt_that_is_still_running(bool attemptSucceeds)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(proxy.Port));
        await process.CommitAsync(Batches.Of(Batches.User("cut-me", 0)));

        await using NpgsqlConnection blocker = await database.ConnectAsync();
        await using NpgsqlTransaction blocking = await blocker.BeginTransactionAsync();
        await using (var locking = new NpgsqlCommand("SELECT 1 FROM events WHERE user_id = 'cut-me' FOR UPDATE", blocker))
        {
            await locking.ExecuteNonQueryAsync();
        }

        Task<CommitOutcome> committing = process.CommitAsync(Batches.Of(Batches.User("cut-me", 1)));
        await Eventually.SucceedsAsync(async () => await database.WaitingForLocksAsync() == 1, "the commit waits");
        string lost = await database.ScalarAsync<string>(
            "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pathway-writer'");
        proxy.CutAll();
        await Eventually.SucceedsAsync(
            async () => await database.WaitingForLocksAsync() == 2, "the question waits for the lost attempt");
        Assert.False(committing.IsCompleted);

        if (!attemptSucceeds)
        {
            await database.ExecuteAsync($"SELECT pg_terminate_backend({lost})");
        }

        await blocking.RollbackAsync();
        Assert.True((await committing).Committed);
        Assert.Contains(
            process.WriterLog.Messages,
            message => message.EndsWith(attemptSucceeds ? "it happened." : "it did not happen.", StringComparison.Ordinal));
        Assert.Equal(Once, await database.EventsAsync());
        Assert.Equal(2, (await process.LoadAsync("cut-me"))[0].Version);
    }

    [Theory]
    [InlineData(CutWhen.BeforeForwarding)]
    [InlineData(CutWhen.AfterForwarding)]
    public async Task Cancelled_commit_is_not_mistaken_for_the_next_one(CutWhen when)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(proxy.Port));
        using var giveUp = new CancellationTokenSource();
        Task cut = proxy.CutOn(IsTheCommit, when);
        Task<CommitOutcome> committing = process.Writer.CommitAsync(Batches.Of(Batches.User("cut-me", 0)), giveUp.Token);
        await cut;
        proxy.Refuse = true;
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => committing);
        proxy.Refuse = false;

        await Assert.ThrowsAsync<InvalidOperationException>(() => process.CommitAsync(Batches.Of(Batches.User("next", 0))));
        Assert.Equal(0, (await process.LoadAsync("next"))[0].Version);

        // A new writer reads the outcome from the rows.
        await using StorageProcess successor = await StorageProcess.StartAsync(database.Url);
        Assert.Equal(when == CutWhen.AfterForwarding ? 1 : 0, (await successor.LoadAsync("cut-me"))[0].Version);
        Assert.True((await successor.CommitAsync(Batches.Of(Batches.User("next", 0)))).Committed);
    }

    [Fact]
    public async Task A_writer_has_one_commit_at_a_time()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await using NpgsqlConnection blocker = await database.ConnectAsync();
        await using var locking = new NpgsqlCommand("BEGIN; LOCK TABLE events", blocker);
        await locking.ExecuteNonQueryAsync();
        Task<CommitOutcome> committing = process.CommitAsync(Batches.Of(Batches.User("u", 0)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => process.CommitAsync(Batches.Of(Batches.User("v", 0))));
        await blocker.CloseAsync();
        Assert.True((await committing).Committed);
        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("v", 0)))).Committed);
    }

    private static bool IsTheCommit(ReadOnlyMemory<byte> bytes) => bytes.Span.IndexOf("cut-me"u8) >= 0;

    private static bool IsTheQuestion(ReadOnlyMemory<byte> bytes) => bytes.Span.IndexOf("SELECT commit_no"u8) >= 0;
}
