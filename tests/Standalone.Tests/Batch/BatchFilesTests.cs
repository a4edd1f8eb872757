using PathwayOrleans.Sources.Files;
using PathwayOrleans.Standalone.Batch;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Standalone.Tests.Batch;

[Trait("Tier", "Slow")]
public sealed class BatchFilesTests : IDisposable
{
    private readonly FolderForTests _folder = new();

    [Fact]
    public async Task The_same_content_is_not_counted_again()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var events = new BatchEvents(seed: 1, count: 50_000, users: 500);
        BatchResult first = await BatchRunner.RunFilesAsync(database, _folder.Write("a.ndjson", events.Ndjson));
        Assert.Equal((true, 50_000, 50_000, 0, 0), Summary(first));
        Assert.StartsWith("file:sha256:", Assert.Single(first.Inputs).Source);

        string copy = _folder.Write("renamed.jsonl.gz", events.Ndjson);
        BatchResult second = await BatchRunner.RunFilesAsync(database, copy, copy, _folder.PathOf("a.ndjson"));
        Assert.Equal((true, 50_000, 0, 50_000, 0), Summary(second));
        Assert.Single(second.Inputs);
        Assert.Equal(BatchEvents.Rows(events), await database.RowsAsync(BatchEvents.RowsSql));
    }

    [Fact]
    public async Task Files_with_the_same_users_are_counted_concurrently()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        BatchEvents[] all = [.. Enumerable.Range(0, 4).Select(i => new BatchEvents(i, 20_000 + i, 300))];
        BatchResult result = await BatchRunner.RunFilesAsync(
            database, _folder.Write("0.ndjson", all[0].Ndjson), _folder.Write("1.csv", all[1].Csv),
            _folder.Write("2.csv.gz", all[2].Csv), _folder.Write("3.json.gz", all[3].Ndjson));
        Assert.Equal((true, 80_006, 80_006, 0, 0), Summary(result));
        Assert.Equal([20_000, 20_001, 20_002, 20_003], result.Inputs.Select(input => input.Applied));
        Assert.Equal(BatchEvents.Rows(all), await database.RowsAsync(BatchEvents.RowsSql));
    }

    [Fact]
    public async Task A_record_that_cannot_be_parsed_is_a_dead_letter_with_its_bytes()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string content = """
            {"user_id":"a","value":1,"time":1700000000001}

            nonsense
            {"user_id":"a","value":2}
            {"user_id":"a","value":4,"time":1700000000002}
            """;
        string path = _folder.Write("some.ndjson", content);
        Assert.Equal((true, 4, 2, 0, 2), Summary(await BatchRunner.RunFilesAsync(database, path)));
        Assert.Equal((true, 4, 0, 4, 0), Summary(await BatchRunner.RunFilesAsync(database, path)));
        Assert.Equal(["a|2|5|1700000000002"], await database.RowsAsync(BatchEvents.RowsSql));
        Assert.Equal(
            ["0|1|invalid_json|nonsense", """0|2|missing|{"user_id":"a","value":2}"""],
            await database.RowsAsync(
                "SELECT partition, position, reason, convert_from(raw, 'utf8') FROM dead_letters ORDER BY position"));
    }

    [Fact]
    public async Task A_file_that_was_read_to_its_end_has_the_final_watermark()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await BatchRunner.RunFilesAsync(
            database, _folder.Write("a.ndjson", new BatchEvents(1, 10, 3).Ndjson), _folder.Write("empty.ndjson", ""));
        const string Progress = "SELECT next_offset, watermark FROM source_progress ORDER BY next_offset";
        Assert.Equal(["0|9223372036854775807", "10|9223372036854775807"], await database.RowsAsync(Progress));
        await BatchRunner.RunFilesAsync(database, _folder.PathOf("a.ndjson"));
        Assert.Equal(["0|9223372036854775807", "10|9223372036854775807"], await database.RowsAsync(Progress));
    }

    [Fact]
    public async Task A_file_with_an_invalid_header_ends_the_run_before_anything_is_counted()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string good = _folder.Write("good.ndjson", new BatchEvents(1, 10, 3).Ndjson);
        var refused = await Assert.ThrowsAsync<InputFileException>(
            () => BatchRunner.RunFilesAsync(database, good, _folder.Write("bad.csv", "user,value,time\n")));
        Assert.Contains("bad.csv", refused.Message);
        Assert.Equal(10, (await BatchRunner.RunFilesAsync(database, good)).Applied);
    }

    [Fact]
    public async Task A_stopped_run_makes_what_it_read_durable_and_the_next_run_continues()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var events = new BatchEvents(seed: 1, count: 400_000, users: 500);
        string path = _folder.Write("long.ndjson", events.Ndjson);
        await BatchRunner.RunFilesAsync(database, _folder.Write("empty.ndjson", ""));
        await database.ExecuteAsync("DELETE FROM source_progress");
        await using CommitGate gate = await CommitGate.InstallAsync(database);
        await gate.CloseAsync(20_000);
        using var stop = new CancellationTokenSource();
        Task<BatchResult> running = BatchRunner.RunFilesAsync(
            database, [path], stop.Token, ("Pathway:Engine:MaxEventsInFlight", "3000"));
        await gate.ReachedAsync();
        await stop.CancelAsync();
        await gate.OpenAsync();
        BatchResult stopped = await running;
        Assert.False(stopped.IsFinished);
        Assert.InRange(stopped.Applied, 5_000, 399_999);
        Assert.Equal([$"{stopped.Applied}|False"], await database.RowsAsync(
            "SELECT next_offset, watermark = 9223372036854775807 FROM source_progress"));

        BatchResult rest = await BatchRunner.RunFilesAsync(database, path);
        Assert.Equal((true, 400_000, 400_000 - stopped.Applied, stopped.Applied, 0), Summary(rest));
        Assert.Equal(BatchEvents.Rows(events), await database.RowsAsync(BatchEvents.RowsSql));
    }

    [Fact]
    public async Task More_users_than_fit_in_memory_are_counted()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var events = new BatchEvents(seed: 1, count: 30_000, users: 3_000);
        string path = _folder.Write("users.ndjson", events.Ndjson);
        BatchResult result = await BatchRunner.RunFilesAsync(
            database, [path], CancellationToken.None, ("Pathway:Engine:MaxUsersPerCommit", "100"),
            ("Pathway:Engine:MaxUsersInMemory", "300"));
        Assert.Equal((true, 30_000, 30_000, 0, 0), Summary(result));
        Assert.Equal(BatchEvents.Rows(events), await database.RowsAsync(BatchEvents.RowsSql));
    }

    public void Dispose() => _folder.Dispose();

    private static (bool IsFinished, long Records, long Applied, long AlreadyApplied, long DeadLetters) Summary(
        BatchResult result) =>
        (result.IsFinished, result.Records, result.Applied, result.AlreadyApplied, result.DeadLetters);
}
