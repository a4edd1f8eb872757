using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

[Trait("Tier", "Slow")]
public class ConflictTests
{
    [Fact]
    public async Task Stale_version_rejects_the_whole_batch_and_names_the_changed_users()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess owner = await StorageProcess.StartAsync(database.Url);
        await using StorageProcess zombie = await StorageProcess.StartAsync(database.Url);
        await owner.CommitAsync(
            Batches.Of(Batches.User("ann", 0), Batches.User("bob", 0), Batches.User("cid", 0)).WithProgress(3));
        await owner.CommitAsync(Batches.Of(Batches.User("bob", 1), Batches.User("7", 0)));
        string[] before = [.. await database.StatesAsync(), .. await database.EventsAsync()];

        CommitOutcome outcome = await zombie.CommitAsync(
            Batches.Of(
                Batches.User("ann", 1),
                Batches.User("bob", 1),
                Batches.User("7", 0),
                Batches.User("cid", 1),
                Batches.User("new", 0))
                .WithProgress(99)
                .WithDeadLetter(1, "empty", null));

        Assert.False(outcome.Committed);
        Assert.Equal([1, 2], outcome.RejectedUsers);
        Assert.Equal(before, (string[])[.. await database.StatesAsync(), .. await database.EventsAsync()]);
        Assert.Equal(["kafka/c/events/t|3|3"], await database.ProgressAsync());
        Assert.Empty(await database.DeadLettersAsync());
        Assert.Contains(zombie.WriterLog.Messages, message => message.Contains("2 of 5 users", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task Only_the_stored_version_can_be_replaced(int version)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("ann", 0)));
        await process.CommitAsync(Batches.Of(Batches.User("ann", 1)));
        Assert.Equal([0], (await process.CommitAsync(Batches.Of(Batches.Write("ann", version, [], 9, 9, 9)))).RejectedUsers);
        Assert.Equal(["ann|2|{\"v\":1,\"count\":2}"], await database.StatesAsync());
    }

    [Fact]
    public async Task Write_with_a_version_of_a_missing_row_is_rejected()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        Assert.Equal(
            [1], (await process.CommitAsync(Batches.Of(Batches.User("ann", 0), Batches.User("ghost", 1)))).RejectedUsers);
        Assert.Empty(await database.StatesAsync());
    }

    [Fact]
    public async Task Rejected_writer_continues_after_reloading()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess owner = await StorageProcess.StartAsync(database.Url);
        await using StorageProcess other = await StorageProcess.StartAsync(database.Url);
        await owner.CommitAsync(Batches.Of(Batches.User("ann", 0)));
        Assert.False((await other.CommitAsync(Batches.Of(Batches.User("ann", 0)))).Committed);
        Assert.Equal(1, (await other.LoadAsync("ann"))[0].Version);
        Assert.True((await other.CommitAsync(Batches.Of(Batches.User("ann", 1)))).Committed);
        Assert.False((await owner.CommitAsync(Batches.Of(Batches.User("ann", 1)))).Committed);
        Assert.Equal(["ann|2|{\"v\":1,\"count\":2}"], await database.StatesAsync());
    }

    [Theory]
    [InlineData("u")]
    [InlineData("17")]
    public async Task Only_one_of_many_first_writes_of_a_user_succeeds(string userId)
    {
        const int Writers = 4;
        const int Rounds = 10;
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        StorageProcess[] writers = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(_ => StorageProcess.StartAsync(database.Url)));
        for (int round = 0; round < Rounds; round++)
        {
            CommitOutcome[] outcomes = await Task.WhenAll(writers.Select(writer => Task.Run(() =>
                writer.CommitAsync(Batches.Of(Batches.User($"{userId}{round}", 0))))));
            Assert.Single(outcomes, outcome => outcome.Committed);
        }

        Assert.Equal([$"{Rounds}|{Rounds}"], await database.RowsAsync("SELECT count(*), sum(version) FROM orleansstorage"));
        foreach (StorageProcess writer in writers)
        {
            await writer.DisposeAsync();
        }
    }

    [Fact]
    public async Task Writers_with_overlapping_users_all_get_an_outcome_and_one_succeeds_per_round()
    {
        const int Rounds = 15;
        string[] users = [.. Enumerable.Range(0, 40).Select(i => $"u{i}")];
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess one = await StorageProcess.StartAsync(database.Url);
        await using StorageProcess other = await StorageProcess.StartAsync(database.Url);
        for (int version = 0; version < Rounds; version++)
        {
            CommitBatch forwards = Batches.Of([.. users.Select(user => Batches.User(user, version))]);
            CommitBatch backwards = Batches.Of([.. users.Reverse().Select(user => Batches.User(user, version))]);
            CommitOutcome[] outcomes = await Task.WhenAll(
                Task.Run(() => one.CommitAsync(forwards)), Task.Run(() => other.CommitAsync(backwards)));
            Assert.Single(outcomes, outcome => outcome.Committed);
            Assert.Single(outcomes, outcome => outcome.RejectedUsers.Count == users.Length);
        }

        Assert.Equal(
            [$"{users.Length}|{Rounds}|{Rounds}"],
            await database.RowsAsync("SELECT count(*), min(version), max(version) FROM orleansstorage"));
    }
}
