using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

public sealed class WindowCommitTests : IDisposable
{
    private const string Rows =
        "SELECT user_id, window_name, window_start, window_end, count, total_value, min_value, max_value, first_time, " +
        "last_time FROM user_windows ORDER BY 1, 2, 3";

    private static readonly WindowSet Windows = new([WindowDefinition.Tumbling("ten", 10), WindowDefinition.Session("visit", 5)]);

    private readonly UserStateCodec _codec = new();
    private int _version;

    [Fact]
    public async Task Window_rows_are_written_and_merged_sessions_deleted_in_the_same_transaction()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        var state = new UserState("u");
        Apply(state, 0, 1, time: 2);
        Apply(state, 1, 2, time: 9);
        await CommitAsync(process, state);
        Assert.Equal(
            ["u|ten|0|10|2|3|1|2|2|9", "u|visit|2|7|1|1|1|1|2|2", "u|visit|9|14|1|2|2|2|9|9"], await database.RowsAsync(Rows));

        Apply(state, 2, -4, time: 6);
        await CommitAsync(process, state);
        Assert.Equal(["u|ten|0|10|3|-1|-4|2|2|9", "u|visit|2|14|3|-1|-4|2|2|9"], await database.RowsAsync(Rows));
    }

    [Fact]
    public async Task A_rejected_commit_writes_no_window_and_no_late_event()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        var state = new UserState("u");
        Apply(state, 0, 1, time: 2, watermark: 100);
        _version = 7;
        CommitOutcome outcome = await process.CommitAsync(Batches.Of(Write(state)));
        Assert.False(outcome.Committed);
        Assert.Empty(await database.RowsAsync(Rows));
        Assert.Empty(await database.RowsAsync("SELECT 1 FROM dead_letters"));
    }

    [Fact]
    public async Task A_late_event_is_a_dead_letter_that_names_its_windows()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        var state = new UserState("u");
        Apply(state, 40, 1.5, time: 2, watermark: 100);
        await CommitAsync(process, state);
        Assert.Equal(
            ["40|late|{ten,visit}|{\"user_id\":\"u\",\"value\":1.5,\"time\":2}"],
            await database.RowsAsync("SELECT position, reason, windows::text, convert_from(raw, 'utf8') FROM dead_letters"));
        Assert.Equal(["u|1|1.5|2"], await database.RowsAsync("SELECT user_id, count, total_value, time FROM events"));
        Assert.Empty(await database.RowsAsync(Rows));
    }

    [Fact]
    public async Task Watermark_tracker_of_a_partition_round_trips()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        foreach (WatermarkTracker clock in (WatermarkTracker[])[WatermarkTracker.Start, new(-5_000), new(1_000), new(98_000)])
        {
            var progress = new Checkpoint(Position.FromOffset(++_version), clock);
            var batch = new CommitBatch();
            batch.Progress.Add(new CheckpointWrite(Batches.Partition, progress));
            await process.CommitAsync(batch);
            Assert.Equal(
                progress,
                (await process.Reader.LoadProgressAsync(
                    Batches.Partition.Source, CancellationToken.None))[Batches.Partition.Partition].Progress);
        }

        // A writer with older progress does not move the watermark back.
        var late = new CommitBatch();
        late.Progress.Add(
            new CheckpointWrite(Batches.Partition, new Checkpoint(Position.FromOffset(1), new WatermarkTracker(7))));
        await process.CommitAsync(late);
        Assert.Equal(
            new Checkpoint(Position.FromOffset(4), new WatermarkTracker(98_000)),
            (await process.Reader.LoadProgressAsync(
                Batches.Partition.Source, CancellationToken.None))[Batches.Partition.Partition].Progress);
    }

    [Fact]
    public async Task Reload_finds_exactly_the_windows_that_overlap_its_range()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await database.ExecuteAsync(
            """
            INSERT INTO user_windows SELECT u, n, s, s + 10, 1, 0.1, 0.1, 0.1, s, s
            FROM unnest('{u,v}'::text[]) AS u, unnest('{ten,other}'::text[]) AS n, generate_series(-50, 90, 10) AS s;
            INSERT INTO user_windows VALUES ('u', 'visit', -1000, 33, 9, 0.3, 0, 1, -1000, 28)
            """);
        await using var session = new DatabaseSession(process.Options, "pathway-test");
        IReadOnlyList<WindowAggregate>[] answers = await new WindowReloadReader(session).ReadAsync(
            [("u", new WindowReload("ten", 10, 20, 41)), ("nobody", new WindowReload("ten", 0, 0, 100)), (
                "u", new WindowReload("visit", 20, 20, 30))],
            CancellationToken.None);
        Assert.Equal([20L, 30, 40], answers[0].Select(window => window.Start));
        Assert.Equal(new WindowAggregate(20, 30, 1, 0.1, 0.1, 0.1, 20, 20), answers[0][0]);
        Assert.Empty(answers[1]);
        Assert.Equal(new WindowAggregate(-1000, 33, 9, 0.3, 0, 1, -1000, 28), Assert.Single(answers[2]));
    }

    public void Dispose() => _codec.Dispose();

    private static void Apply(UserState state, long offset, double value, long time, long watermark = WatermarkTracker.None) =>
        Assert.Equal(
        ApplyOutcome.Applied,
        state.Apply(
            Batches.Partition, Position.FromOffset(offset), new UserEvent(state.UserId!, value, time), watermark, Windows));

    private UserWrite Write(UserState state)
    {
        WindowChanges? changes = state.TakeWindowChanges(Windows);
        return new UserWrite(
            state.UserId!, _version++, _codec.Encode(state), state.Count, state.TotalValue, state.LastEventTime, changes);
    }

    private async Task CommitAsync(StorageProcess process, UserState state) =>
        Assert.True((await process.CommitAsync(Batches.Of(Write(state)))).Committed);
}
