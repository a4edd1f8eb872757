using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

public class LargeCommitTests
{
    private const int Mebibyte = 1024 * 1024;

    // The server's limit of one message, and the largest size that Npgsql can express.
    [Theory]
    [InlineData(1_100)]
    [InlineData(2_200)]
    public async Task A_commit_that_no_message_can_hold_is_too_large_and_the_writer_goes_on(int mebibytes)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);

        // All rows share one array.
        byte[] payload = new byte[20 * Mebibyte];
        CommitBatch batch = Batches.Of(
            [.. Enumerable.Range(0, mebibytes / 20).Select(i => Batches.User($"u{i}", 0) with { Payload = payload })]);
        CommitOutcome outcome = await process.CommitAsync(batch);
        Assert.Equal((false, true), (outcome.Committed, outcome.IsTooLarge));
        Assert.Empty(outcome.RejectedUsers);
        Assert.Empty(await database.EventsAsync());
        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("u", 0)))).Committed);
    }

    [Theory]
    [InlineData("54000")]
    [InlineData("53200")]
    public async Task A_commit_that_exceeds_a_limit_of_the_server_is_too_large(string sqlState)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await database.ExecuteAsync(
            $"""
            CREATE FUNCTION limited() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF (SELECT count(*) FROM written) > 2 THEN
                    RAISE EXCEPTION 'too much' USING ERRCODE = '{sqlState}';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER limited AFTER INSERT ON orleansstorage REFERENCING NEW TABLE AS written
                FOR EACH STATEMENT EXECUTE FUNCTION limited();
            """);
        CommitOutcome outcome = await process.CommitAsync(
            Batches.Of(Batches.User("a", 0), Batches.User("b", 0), Batches.User("c", 0)));
        Assert.True(outcome.IsTooLarge);
        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("a", 0), Batches.User("b", 0)))).Committed);
    }

    [Fact]
    public async Task Commits_of_a_group_have_about_the_configured_bytes()
    {
        const int Bytes = 100_000;
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000, maxBytes: 3 * Bytes))
        {
            Completing = process.Complete,
        };
        var sizes = new List<long>();
        commits.Committed = (batch, _) => sizes.Add(
            batch.Users.Sum(user => user.Payload.Length) + batch.DeadLetters.Sum(letter => letter.Raw!.Length));
        Task[] writes =
        [
            commits.WriteAsync([.. Enumerable.Range(0, 10).Select(i => Letter(i, new byte[Bytes]))]),
            .. Enumerable.Range(0, 10).Select(
                i => commits.WriteAsync(Batches.User($"u{i}", 0) with { Payload = new byte[Bytes] })),
            commits.WriteAsync(Batches.User("whale", 0) with { Payload = new byte[10 * Bytes] }),
        ];
        await Task.WhenAll(writes);
        Assert.All(sizes.Take(sizes.Count - 1), size => Assert.InRange(size, 1, 4 * Bytes));
        Assert.Equal(10, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters"));
        Assert.Equal(11, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
    }

    // The fence of a state may have passed a dead letter that was added before it.
    [Fact]
    public async Task A_user_is_not_written_before_a_dead_letter_that_was_added_earlier()
    {
        const int Bytes = 100_000;
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        using var commits = new GroupCommit(process.Writer, new CommitBounds(20_000, 200_000, maxBytes: Bytes))
        {
            Completing = process.Complete,
        };
        int letters = 0;
        int lettersBefore = -1;
        commits.Committed = (batch, _) =>
        {
            lettersBefore = batch.Users.Count > 0 && lettersBefore < 0 ? letters + batch.DeadLetters.Count : lettersBefore;
            letters += batch.DeadLetters.Count;
        };
        Task written = commits.WriteAsync([.. Enumerable.Range(0, 5).Select(i => Letter(i, new byte[Bytes]))]);
        await commits.WriteAsync(Batches.User("u", 0));
        Assert.Equal(5, lettersBefore);
        Assert.True(written.IsCompletedSuccessfully);
    }

    private static DeadLetter Letter(int position, byte[] raw) =>
        new(Batches.Partition, Position.FromOffset(position), "not_json", raw);
}
