using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Tests.Views;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

/// <summary>Commits close windows for good, and a closed window that changes says so.</summary>
public sealed class ClosedWindowTests : IAsyncLifetime
{
    private const string Windows =
        "SELECT * FROM (" +
        "SELECT user_id, 'ten' AS name, (extract(epoch FROM window_start) * 1000)::bigint AS start, " +
        "(extract(epoch FROM window_end) * 1000)::bigint AS till, count, reopened_at, closed FROM ten_status UNION ALL " +
        "SELECT user_id, 'visit', (extract(epoch FROM window_start) * 1000)::bigint, " +
        "(extract(epoch FROM window_end) * 1000)::bigint, count, reopened_at, closed FROM visit_status) AS w";

    private static readonly string Sql =
        BuiltInPipeline.Sql + BuiltInWindow.Tumbling("ten", 10) + BuiltInWindow.Session("visit", 5);

    private readonly CompiledPipeline _pipeline = CompiledPipeline.Compile(PipelineBinder.Bind(Sql));
    private readonly Dictionary<string, int> _versions = [];
    private readonly Dictionary<string, KeyState> _users = [];
    private PostgresForTests _database = null!;
    private PipelineProcess _process = null!;
    private ViewBuffers _buffers = null!;
    private long _offset;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresForTests.CreateAsync();
        _process = await PipelineProcess.StartAsync(_database.Url, Sql);
        _buffers = new ViewBuffers(_process.Pipeline);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_window_that_changes_after_it_was_closed_says_when()
    {
        await CommitAsync(watermark: 20, ("u", 3), ("u", 13));
        Assert.Equal(
            ["u|ten|0|10|1|False", "u|ten|10|20|1|False", "u|visit|3|8|1|False", "u|visit|13|18|1|False"], await RowsAsync());

        // Of a partition whose watermark is lower: one that begins, or comes back.
        await CommitAsync(watermark: 21, ("u", 4), ("u", 24));
        Assert.Equal(
            [
                "u|ten|0|10|2|True", "u|ten|10|20|1|False", "u|ten|20|30|1|False", "u|visit|3|9|2|True", "u|visit|13|18|1|False",
                "u|visit|24|29|1|False",
            ],
            await RowsAsync());
        Assert.Equal(
            2, await _database.ScalarAsync<long>(
                $"SELECT count(*) FROM ({Windows}) AS w WHERE reopened_at BETWEEN now() - interval '1 hour' AND now()"));
        string[] times = await TimesAsync();
        await CommitAsync(watermark: 22, ("u", 25));
        Assert.Equal(times, await TimesAsync());
    }

    [Fact]
    public async Task A_window_that_appears_after_its_time_was_closed_says_so()
    {
        await CommitAsync(watermark: 20, ("u", 3));
        await CommitAsync(watermark: 20, ("v", 3), ("v", 18));
        Assert.Equal(
            [
                "u|ten|0|10|1|False", "u|visit|3|8|1|False", "v|ten|0|10|1|True", "v|ten|10|20|1|True", "v|visit|3|8|1|True",
                "v|visit|18|23|1|False",
            ],
            await RowsAsync());
    }

    [Fact]
    public async Task A_session_that_a_closed_one_is_merged_into_was_reopened()
    {
        await CommitAsync(watermark: 8, ("u", 3), ("u", 11));
        Assert.Equal(["3|8|1|False", "11|16|1|False"], await SessionsAsync());
        await CommitAsync(watermark: 8, ("u", 7));
        Assert.Equal(["3|16|3|True"], await SessionsAsync());
        string time = Assert.Single(await TimesAsync("visit"));

        // The mark stays when an open session is merged into another one.
        await CommitAsync(watermark: 8, ("u", 0));
        Assert.Equal(["0|16|4|True"], await SessionsAsync());
        Assert.Equal(time, Assert.Single(await TimesAsync("visit")));
    }

    [Fact]
    public async Task An_open_window_that_changes_is_not_marked()
    {
        await CommitAsync(watermark: 7, ("u", 3));
        await CommitAsync(watermark: 7, ("u", 4));
        await CommitAsync(watermark: 8, ("u", 5));
        await CommitAsync(watermark: 30, ("u", 14));
        Assert.Equal(
            ["u|ten|0|10|3|False", "u|ten|10|20|1|False", "u|visit|3|10|3|False", "u|visit|14|19|1|False"], await RowsAsync());
    }

    [Fact]
    public async Task A_writer_of_a_batch_does_not_close_windows()
    {
        StorageProcess storage = _process.Storage;
        await using var session = new DatabaseSession(storage.Options, "pathway-batch");
        var writer = new CommitWriter(session, storage.Retry, storage.Options, TimeProvider.System, storage.WriterLog)
        {
            ClosesWindows = false,
        };
        await writer.RegisterAsync(CancellationToken.None);
        await writer.CommitAsync(Batch(watermark: 20, ("u", 3)), CancellationToken.None);
        Assert.Equal(2, await _database.ScalarAsync<long>($"SELECT count(*) FROM ({Windows}) AS w WHERE NOT closed"));
        var ended = new EndedInputs(session, _process.Storage.Retry, _process.Storage.Finished);
        await ended.MarkAsync([], outOfOrderness: 0, CancellationToken.None);
        Assert.Equal(2, await _database.ScalarAsync<long>($"SELECT count(*) FROM ({Windows}) AS w WHERE closed"));
    }

    /// <summary>The watermark of an ended input is the maximum. Windows of later inputs must not be closed by it.</summary>
    [Fact]
    public async Task The_end_of_all_inputs_closes_the_windows_that_they_have_and_no_later_one()
    {
        await CommitAsync(watermark: 11, ("u", 3), ("u", 13));
        await using var session = new DatabaseSession(_process.Storage.Options, "pathway-batch");
        await new EndedInputs(session, _process.Storage.Retry, _process.Storage.Finished).MarkAsync(
            [(Batches.Partition, Position.FromOffset(_offset))], outOfOrderness: 2, CancellationToken.None);
        Assert.Equal(0, await _database.ScalarAsync<long>($"SELECT count(*) FROM ({Windows}) AS w WHERE NOT closed"));

        var other = SourcePartition.Of("other", 0);
        CommitBatch next = Batch(watermark: null, ("u", 14), ("u", 25));
        next.Progress.Add(new CheckpointWrite(other, new Checkpoint(Position.FromOffset(1), new WatermarkTracker(12))));
        await _process.Storage.CommitAsync(next);
        Assert.Equal(
            [
                "u|ten|0|10|1|False", "u|ten|10|20|2|True", "u|ten|20|30|1|False", "u|visit|3|8|1|False", "u|visit|13|19|2|True",
                "u|visit|25|30|1|False",
            ],
            await RowsAsync());
        Assert.Equal(
            ["ten|20", "visit|13", "visit|25"],
            await _database.RowsAsync($"SELECT name, start FROM ({Windows}) AS w WHERE NOT closed ORDER BY 1, 2"));
    }

    private Task<string[]> RowsAsync() => _database.RowsAsync(
        $"SELECT user_id, name, start, till, count, reopened_at IS NOT NULL FROM ({Windows}) AS w ORDER BY 1, 2, 3");

    private Task<string[]> SessionsAsync() => _database.RowsAsync(
        $"SELECT start, till, count, reopened_at IS NOT NULL FROM ({Windows}) AS w WHERE name = 'visit' ORDER BY 1");

    private Task<string[]> TimesAsync(string name = "ten") => _database.RowsAsync(
        $"SELECT reopened_at FROM ({Windows}) AS w WHERE name = '{name}' AND reopened_at IS NOT NULL ORDER BY start");

    private async Task CommitAsync(long? watermark, params (string User, long Time)[] events) =>
        Assert.True((await _process.Storage.CommitAsync(Batch(watermark, events))).Committed);

    // The events are judged without a watermark, as those of a partition that begins.
    private CommitBatch Batch(long? watermark, params (string User, long Time)[] events)
    {
        foreach ((string user, long time) in events)
        {
            if (!_users.TryGetValue(user, out KeyState? state))
            {
                _users.Add(user, state = new KeyState(_pipeline, new PipelineKey(user, [user])));
            }

            CountedKey.Apply(state, Batches.Partition, _offset++, 1, time);
        }

        var batch = new CommitBatch();
        foreach (string user in events.Select(e => e.User).Distinct())
        {
            int version = _versions.GetValueOrDefault(user);
            _versions[user] = version + 1;
            batch.Users.Add(CountedKey.Take(_users[user], version, new FinishedInputs()));
        }

        if (watermark is { } mark)
        {
            batch.Progress.Add(new CheckpointWrite(
                Batches.Partition, new Checkpoint(Position.FromOffset(_offset), new WatermarkTracker(mark))));
        }

        _buffers.Fill(batch, id => [id]);
        return batch;
    }
}
