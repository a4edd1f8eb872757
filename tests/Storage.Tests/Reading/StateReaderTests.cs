using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Reading;

public class StateReaderTests
{
    [Fact]
    public async Task Users_are_loaded_in_the_order_of_the_ids_with_empty_entries_for_unknown_users()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("ann", 0), Batches.User("17", 0), Batches.User("017", 0)));
        await process.CommitAsync(Batches.Of(Batches.User("17", 1)));

        StoredUser[] users = await process.LoadAsync("017", "nobody", "17", "ann", "ANN", "17");
        Assert.Equal([1, 0, 2, 1, 0, 2], users.Select(user => user.Version));
        Assert.Equal(Batches.User("17", 1).Payload, users[2].Payload);
        Assert.Equal(users[2], users[5] with { Payload = users[2].Payload });
        Assert.Null(users[1].Payload);
        Assert.Empty(await process.LoadAsync());
    }

    [Fact]
    public async Task A_cleared_state_has_a_version_and_no_payload()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("ann", 0)));

        // The row that remains after Orleans' ClearStateAsync.
        await database.ExecuteAsync("UPDATE orleansstorage SET payloadbinary = NULL, version = 2");
        Assert.Equal([new StoredUser(2, null)], await process.LoadAsync("ann"));
    }

    [Fact]
    public async Task Grains_of_other_kinds_and_services_are_not_users()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("ann", 0), Batches.User("bob", 0), Batches.User("cid", 0)));
        await database.ExecuteAsync("UPDATE orleansstorage SET graintypestring = 'other' WHERE grainidextensionstring = 'ann'");
        await database.ExecuteAsync("UPDATE orleansstorage SET serviceid = 'other' WHERE grainidextensionstring = 'bob'");
        await database.ExecuteAsync("UPDATE orleansstorage SET graintypehash = 1 WHERE grainidextensionstring = 'cid'");
        Assert.All(await process.LoadAsync("ann", "bob", "cid"), user => Assert.Equal(default, user));
    }

    [Fact]
    public async Task Progress_of_other_sources_is_not_loaded()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        var batch = new CommitBatch();
        foreach ((string source, int partition, long next) in ((string, int, long)[])[("s", 0, 5), ("s", 9, 0), ("t", 0, 7)])
        {
            batch.Progress.Add(new CheckpointWrite(SourcePartition.Of(source, partition), Batches.At(next)));
        }

        await process.CommitAsync(batch);
        Assert.Equal(
            [(0, "5"), (9, "0")],
            (await process.Reader.LoadProgressAsync("s", CancellationToken.None))
                .Select(pair => (pair.Key, pair.Value.Progress.Next.ToString())).Order());
        Assert.Empty(await process.Reader.LoadProgressAsync("nowhere", CancellationToken.None));
    }

    [Fact]
    public async Task Sources_are_found_by_prefix_with_the_latest_first()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        foreach (string source in (string[])["kafka/c/events/2",
            "kafka/c/events/1", "kafka/c/events_x/1", "kafka/c/events/3", "kafka/d/events/1", "kafka/c/events/2"])
        {
            var batch = new CommitBatch();
            batch.Progress.Add(new CheckpointWrite(SourcePartition.Of(source, 0), Batches.At(1)));
            await process.CommitAsync(batch);
        }

        Assert.Equal(
            ["kafka/c/events/2", "kafka/c/events/3", "kafka/c/events/1"],
            await process.Reader.FindSourcesAsync("kafka/c/events/", CancellationToken.None));
        Assert.Empty(await process.Reader.FindSourcesAsync("kafka/_/%", CancellationToken.None));
    }

    [Fact]
    public async Task Totals_are_found_by_exact_user_id()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await database.ExecuteAsync("INSERT INTO events VALUES ('o''brien/%_\\ 😀', 3, -2.5, 77)");
        Assert.Equal(
            new UserTotals("o'brien/%_\\ 😀", 3, -2.5, 77),
            await process.Reader.FindTotalsAsync("o'brien/%_\\ 😀", CancellationToken.None));
        Assert.Null(await process.Reader.FindTotalsAsync("O'BRIEN/%_\\ 😀", CancellationToken.None));
    }
}
