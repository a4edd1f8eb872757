using System.Numerics;
using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

[Trait("Tier", "Slow")]
public class CommitTests
{
    [Fact]
    public async Task A_users_row_has_every_column_as_Orleans_would_write_it()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        CommitOutcome outcome = await process.CommitAsync(Batches.Of(Batches.User("u17", 0)));

        Assert.True(outcome.Committed);
        Assert.True(outcome.Duration > TimeSpan.Zero);
        const string Columns =
            """
            SELECT grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring, serviceid,
                convert_from(payloadbinary, 'UTF8'), version, abs(extract(epoch FROM modifiedon - (now() AT TIME ZONE 'utc'))) < 600
            FROM orleansstorage
            """;
        Assert.Equal(
            ["-991652246|0|0|-1581452166|user|u17|pathway|{\"v\":1,\"count\":1}|1|True"], await database.RowsAsync(Columns));

        await process.CommitAsync(Batches.Of(Batches.User("u17", 1)));
        Assert.Equal(
            ["-991652246|0|0|-1581452166|user|u17|pathway|{\"v\":1,\"count\":2}|2|True"], await database.RowsAsync(Columns));
    }

    [Fact]
    public async Task A_commit_writes_all_tables_in_one_transaction()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("old", 0)));
        await process.CommitAsync(
            Batches.Of(Batches.User("old", 1), Batches.User("new", 0)).WithProgress(18).WithDeadLetter(7, "not_json", [1, 0xFF]));

        Assert.Equal(["new|1|0.5|1000", "old|2|1|1001"], await database.EventsAsync());
        Assert.Equal(["new|1|{\"v\":1,\"count\":1}", "old|2|{\"v\":1,\"count\":2}"], await database.StatesAsync());
        Assert.Equal(["kafka/c/events/t|3|18"], await database.ProgressAsync());
        Assert.Equal(
            [@"kafka/c/events/t|3|7|not_json|" + "\u0001" + @"\377"],
            (await database.DeadLettersAsync()).Select(row => row.Replace(@"\001", "\u0001", StringComparison.Ordinal)));
        Assert.Single(await database.RowsAsync(
            """
            SELECT DISTINCT xmin::text FROM (
                SELECT xmin FROM events UNION ALL SELECT xmin FROM orleansstorage UNION ALL SELECT xmin FROM source_progress
                UNION ALL SELECT xmin FROM dead_letters UNION ALL SELECT xmin FROM writer_commits) AS every_row
            """));
    }

    [Fact]
    public async Task The_payload_and_the_totals_are_stored_bit_for_bit()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        byte[] payload = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        double[] totals = [0.1 + 0.2, -1e288, 5e-324, 1e16 + 1, 0];
        await process.CommitAsync(
            Batches.Of(
                [.. totals.Select((total, i) => Batches.Write($"u{i}", 0, payload, long.MaxValue, total, long.MaxValue))]));

        StoredUser[] stored = [.. (await process.LoadAsync("u0")).Select(user => new StoredUser(user.Version, user.Payload))];
        Assert.Equal(payload, stored[0].Payload);
        for (int i = 0; i < totals.Length; i++)
        {
            UserTotals read = (await process.Reader.FindTotalsAsync($"u{i}", CancellationToken.None))!;
            Assert.Equal(new UserTotals($"u{i}", long.MaxValue, totals[i], long.MaxValue), read);
        }
    }

    [Fact]
    public async Task Progress_without_users_and_an_empty_batch_are_commits_too()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        Assert.True((await process.CommitAsync(new CommitBatch())).Committed);
        Assert.True((await process.CommitAsync(new CommitBatch().WithProgress(5))).Committed);
        Assert.Equal(["kafka/c/events/t|3|5"], await database.ProgressAsync());
    }

    [Fact]
    public async Task Progress_never_decreases()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        foreach ((long written, long durable) in ((long, long)[])[(5, 5), (4, 5), (5, 5), (9, 9), (0, 9), (10, 10)])
        {
            Assert.True((await process.CommitAsync(new CommitBatch().WithProgress(written))).Committed);
            Assert.Equal([$"kafka/c/events/t|3|{durable}"], await database.ProgressAsync());
        }
    }

    [Fact]
    public async Task Positions_of_192_bits_are_stored_exactly_and_compared_as_numbers()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        Position largest = Position.FromNumber((BigInteger.One << 192) - 1);
        foreach (
            Position position in (Position[])[Position.FromOffset(9), Position.FromOffset(10), largest, Position.FromOffset(11)])
        {
            var batch = new CommitBatch();
            batch.Progress.Add(new CheckpointWrite(Batches.Partition, new Checkpoint(position, WatermarkTracker.Start)));
            batch.DeadLetters.Add(new DeadLetter(Batches.Partition, position, "empty", null));
            await process.CommitAsync(batch);
        }

        Assert.Equal(
            largest,
            (await process.Reader.LoadProgressAsync(Batches.Partition.Source, CancellationToken.None))[3].Progress.Next);
        Assert.Equal(
            ["9", "10", "11", largest.ToString()],
            await database.RowsAsync("SELECT position::text FROM dead_letters ORDER BY dead_letters.position"));
    }

    [Fact]
    public async Task Redelivered_dead_letter_is_stored_once()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        for (int i = 0; i < 2; i++)
        {
            await process.CommitAsync(new CommitBatch()
                .WithDeadLetter(1, "not_json", Encoding.UTF8.GetBytes("x"))
                .WithDeadLetter(2, "empty", null)
                .WithDeadLetter(2, "late", null)
                .WithDeadLetter(3, "not_an_object", []));
        }

        Assert.Equal(
            [
                "kafka/c/events/t|3|1|not_json|x", "kafka/c/events/t|3|2|empty|null", "kafka/c/events/t|3|2|late|null",
                "kafka/c/events/t|3|3|not_an_object|",
            ],
            await database.DeadLettersAsync());
    }

    [Fact]
    public async Task Services_in_one_database_are_isolated()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess one = await StorageProcess.StartAsync(database.Url);
        await using StorageProcess other = await StorageProcess.StartAsync(database.Url, "rebuild-1");
        Assert.True((await one.CommitAsync(Batches.Of(Batches.User("u", 0)).WithProgress(5))).Committed);
        Assert.True((await other.CommitAsync(Batches.Of(Batches.User("u", 0)).WithProgress(7))).Committed);
        Assert.True((await one.CommitAsync(Batches.Of(Batches.User("u", 1)))).Committed);

        Assert.Equal(2, (await one.LoadAsync("u"))[0].Version);
        Assert.Equal(1, (await other.LoadAsync("u"))[0].Version);
        Assert.Equal(["pathway|2", "rebuild-1|1"], await database.RowsAsync(
            "SELECT serviceid, version FROM public.orleansstorage UNION ALL SELECT serviceid, version FROM " +
            "\"rebuild-1\".orleansstorage ORDER BY 1"));
        Assert.Equal(["7"], await database.RowsAsync("SELECT next_offset FROM \"rebuild-1\".source_progress"));
    }

    [Fact]
    public async Task A_batch_of_25000_users_is_one_commit()
    {
        const int Users = 25_000;
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        string[] ids = [.. Enumerable.Range(0, Users).Select(i => $"u{i}")];
        for (int version = 0; version < 2; version++)
        {
            Assert.True((await process.CommitAsync(Batches.Of([.. ids.Select(id => Batches.User(id, version))]))).Committed);
        }

        Assert.Equal(
            [$"{Users}|2|2"], await database.RowsAsync("SELECT count(*), min(version), max(version) FROM orleansstorage"));
        Assert.Equal([$"{Users}|{2 * Users}"], await database.RowsAsync("SELECT count(*), sum(count) FROM events"));
        Assert.All(await process.LoadAsync(ids), user => Assert.Equal(2, user.Version));
    }

    [Fact]
    public async Task Rows_are_found_by_their_index_however_many_there_are()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of([.. Enumerable.Range(0, 5_000).Select(i => Batches.User($"u{i}", 0))]));
        GrainRowKey key = GrainRowKey.FromUserId("u77");
        string[] plan = await database.RowsAsync(
            $"""
            EXPLAIN SELECT 1 FROM orleansstorage AS s WHERE s.grainidhash = {key.Hash} AND s.graintypehash = {UserGrainRows.TypeHash}
                AND s.grainidn0 = 0 AND s.grainidn1 = 0 AND s.serviceid = 'pathway' AND s.graintypestring = 'user'
                AND s.grainidextensionstring IS NOT DISTINCT FROM 'u77'
            """);
        Assert.Contains(plan, line => line.Contains("orleansstorage_identity", StringComparison.Ordinal));
    }
}
