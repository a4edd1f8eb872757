using PathwayOrleans.Aggregation;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;

namespace PathwayOrleans.Storage.Tests.Commit;

[Trait("Tier", "Slow")]
public class GroupCommitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Many_writers_share_few_commits()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000)) { Completing = process.Complete };
        var sizes = new List<int>();
        commits.Committed = (batch, _) => sizes.Add(batch.Users.Count);
        int[] versions = await Task.WhenAll(
            Enumerable.Range(0, 2_000).Select(i => Task.Run(() => commits.WriteAsync(Batches.User($"u{i}", 0)))));
        await commits.StopAsync(Patience);
        Assert.All(versions, version => Assert.Equal(1, version));
        Assert.Equal(2_000, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(2_000, sizes.Sum());
        Assert.True(sizes.Count < 1_000, $"{sizes.Count} commits");
    }

    [Fact]
    public async Task Second_write_of_a_waiting_user_goes_into_a_later_commit()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000)) { Completing = process.Complete };
        Task<int>[] writes = [.. Enumerable.Range(0, 5)
            .SelectMany(version => new[] { "u", "v" }.Select(user => commits.WriteAsync(Batches.User(user, version))))];
        int[] versions = await Task.WhenAll(writes);
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], versions);
        Assert.Equal(["u|5|2.5|1004", "v|5|2.5|1004"], await database.EventsAsync());
    }

    [Fact]
    public async Task Conflict_fails_only_its_user()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("stale", 0)));
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000)) { Completing = process.Complete };
        Task<int>[] others = [.. Enumerable.Range(0, 50).Select(i => commits.WriteAsync(Batches.User($"u{i}", 0)))];
        Task<int> stale = commits.WriteAsync(Batches.User("stale", 7));
        Task letters = commits.WriteAsync([new DeadLetter(Batches.Partition, Position.FromOffset(3), "not_json", null)]);
        var written = new TaskCompletionSource<Position>();
        commits.Report(Batches.Partition, Batches.At(4), written.SetResult);
        var conflict = await Assert.ThrowsAsync<VersionConflictException>(() => stale);
        Assert.Contains("'stale' is no longer at version 7", conflict.Message, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(others), version => Assert.Equal(1, version));
        await letters;
        Assert.Equal(Position.FromOffset(4), await written.Task);
        Assert.Equal(51, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(["kafka/c/events/t|3|4"], await database.ProgressAsync());
        Assert.Single(await database.DeadLettersAsync());

        // The caller reloads its row and continues.
        Assert.Equal(2, await commits.WriteAsync(Batches.User("stale", 1)));
    }

    [Fact]
    public async Task Progress_is_reported_when_durable_and_is_replaced_by_a_higher_one()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000)) { Completing = process.Complete };
        var told = new List<(Position Next, string[] InDatabase)>();
        for (int next = 1; next <= 20; next++)
        {
            commits.Report(
                Batches.Partition, Batches.At(next), position =>
                    told.Add((position, database.ProgressAsync().GetAwaiter().GetResult())));
        }

        Position? lower = null;
        commits.Report(Batches.Partition, Batches.At(5), position => lower = position);
        await commits.StopAsync(Patience);
        Assert.Equal(Position.FromOffset(20), told[^1].Next);
        Assert.True(lower >= Position.FromOffset(5), $"The caller with the lower checkpoint must be called too: {lower}.");
        Assert.All(told, one => Assert.Equal([$"kafka/c/events/t|3|{one.Next}"], one.InDatabase));
    }

    [Fact]
    public async Task Repeated_server_crashes_lose_nothing()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server);
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000)) { Completing = process.Complete };
        bool enough = false;
        int written = 0;
        Task<int>[] users = [.. Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            int version = 0;
            while (!Volatile.Read(ref enough))
            {
                version = await commits.WriteAsync(Batches.User($"u{i}", version));
                Interlocked.Increment(ref written);
            }

            return version;
        }))];
        for (int crash = 1; crash <= 2; crash++)
        {
            int before = Volatile.Read(ref written);
            await Eventually.SucceedsAsync(() => Volatile.Read(ref written) > before + 500, "writes flow");
            await server.StopAsync(PostgresStop.Immediate);
            await server.StartAgainAsync();
        }

        Volatile.Write(ref enough, true);
        int[] versions = await Task.WhenAll(users);
        Assert.Equal(
            versions.Select((version, i) => $"u{i}|{version}").Order(StringComparer.Ordinal),
            (await database.RowsAsync("SELECT user_id, count FROM events")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stop_cancels_writes_after_the_timeout()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(proxy.Port));
        Task cut = proxy.CutOn(bytes => bytes.Span.IndexOf("cut-me"u8) >= 0, CutWhen.BeforeForwarding);
        proxy.Refuse = true;
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000))
        {
            Failed = _ => Assert.Fail(
            "Nothing went wrong that it did not expect.")
        };
        Task<int> under = commits.WriteAsync(Batches.User("cut-me", 0));
        await cut;
        Task<int> waiting = commits.WriteAsync(Batches.User("v", 0));
        await commits.StopAsync(TimeSpan.Zero);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => under);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(await database.EventsAsync());
    }

    [Fact]
    public async Task Reset_fails_all_callers_and_is_reported_once()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        var told = new List<Exception>();
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000))
        {
            Failed = told.Add,
            Completing = process.Complete,
        };
        await commits.WriteAsync(Batches.User("u", 0));
        await database.ExecuteAsync(
            "SET pathway.reset = 'on'; TRUNCATE events, orleansstorage, source_progress, dead_letters, writer_commits");
        Task[] writes =
        [
            .. Enumerable.Range(1, 5).Select(version => commits.WriteAsync(Batches.User("u", version))),
            commits.WriteAsync([new DeadLetter(Batches.Partition, Position.FromOffset(3), "not_json", null)]),
        ];
        foreach (Task write in writes)
        {
            await Assert.ThrowsAsync<ServiceResetException>(() => write);
        }

        await commits.StopAsync(Patience);
        Assert.IsType<ServiceResetException>(Assert.Single(told));
        await Assert.ThrowsAsync<ServiceResetException>(() => commits.WriteAsync(Batches.User("v", 0)));
        commits.Report(Batches.Partition, Batches.At(4), _ => Assert.Fail("Nothing is written any more."));
        await commits.StopAsync(Patience);
        Assert.Single(told);
    }
}
