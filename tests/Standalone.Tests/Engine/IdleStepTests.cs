using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Standalone.Tests.Engine;

/// <summary>The watermark of an idle partition follows the clock. The clock is the test's.</summary>
public sealed class IdleStepTests : IAsyncLifetime
{
    private const long Begin = 1_700_000_000_000;

    private static readonly string Sql =
        WindowedEvents.Sql([WindowDefinition.Tumbling("ten", 10_000)], TimeSpan.FromSeconds(2));

    private readonly ManualTime _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Begin));
    private readonly ScriptedReader _reader = new(partitions: 2);
    private PostgresForTests _database = null!;

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_watermark_of_an_idle_partition_follows_the_clock_and_later_records_are_judged_with_it()
    {
        await using EngineUnderTest engine = await StartAsync();
        await ReadAsync(0, Begin);
        Assert.Equal(Begin - 2_000, await WatermarkAsync());
        long reached = await AdvanceUntilAsync(() => ReachedAsync(Begin + 20_000));
        Assert.InRange(reached, Begin + 20_000, Now - 2_000);

        // Without the steps it would be in time.
        await ReadAsync(0, Begin + 3_000);
        await ReadAsync(0, Now);
        Assert.Equal(["1|late"], await _database.RowsAsync("SELECT position, reason FROM dead_letters"));
        Assert.Equal(Now - 2_000, await WatermarkAsync());
    }

    [Fact]
    public async Task A_process_that_starts_continues_the_steps_of_the_last_one()
    {
        await using (EngineUnderTest first = await StartAsync())
        {
            await ReadAsync(0, Begin);
        }

        await _database.ExecuteAsync("UPDATE source_progress SET updated_at = updated_at - interval '1 hour'");
        _time.Advance(TimeSpan.FromHours(1));
        await using EngineUnderTest second = await StartAsync();
        long reached = await AdvanceUntilAsync(() => ReachedAsync(Begin));
        Assert.InRange(reached, Begin - 2_000 + 3_599_000, Now - 2_000);
    }

    /// <summary>Its last events are days old; their windows close as if they were of now.</summary>
    [Fact]
    public async Task The_watermark_of_old_events_keeps_its_distance_to_the_clock()
    {
        long old = Begin - (3 * 86_400_000L);
        await using EngineUnderTest engine = await StartAsync();
        await ReadAsync(0, old);
        long reached = await AdvanceUntilAsync(() => ReachedAsync(old + 20_000));
        Assert.InRange(reached, old + 20_000, Now - Begin + old - 2_000);
    }

    /// <summary>A partition that lags, or whose source does not answer, may have events of any time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_partition_with_records_that_were_not_read_is_not_idle(bool isAway)
    {
        await using EngineUnderTest engine = await StartAsync();
        await ReadAsync(0, Begin);
        _reader.IsStalled = true;
        _reader.IsAway = isAway;
        _reader.Append(0, "u", 1, Begin + 3_000);
        int queries = _reader.Queries;
        await AdvanceUntilAsync(() => Task.FromResult(_reader.Queries >= queries + 3 ? (long?)0 : null));
        Assert.Equal(Begin - 2_000, await WatermarkAsync());
        _reader.IsAway = false;
        _reader.IsStalled = false;
        await EngineUnderTest.DurableAsync(_database, 0, 2);
        Assert.Empty(await _database.RowsAsync("SELECT 1 FROM dead_letters"));
    }

    [Fact]
    public async Task Records_that_arrive_while_a_step_is_written_are_judged_with_it()
    {
        await using EngineUnderTest engine = await StartAsync();
        await ReadAsync(0, Begin);
        await using CommitGate gate = await CommitGate.InstallAsync(_database);
        await gate.CloseAsync(1);
        int queries = _reader.Queries;
        await AdvanceUntilAsync(() => Task.FromResult(_reader.Queries > queries ? (long?)0 : null), TimeSpan.FromMinutes(1));
        await gate.ReachedAsync();
        _reader.Append(0, "u", 1, Begin + 3_000);
        _reader.Append(1, "v", 1, Begin + 3_000);
        await Eventually.SucceedsAsync(() => engine.Counters.Applied == 2, "the event of the other partition");
        await gate.OpenAsync();
        await EngineUnderTest.DurableAsync(_database, 0, 2);
        Assert.Equal(["0|1|late"], await _database.RowsAsync("SELECT partition, position, reason FROM dead_letters"));
    }

    [Fact]
    public async Task A_step_of_a_partition_that_another_process_has_moved_is_refused_and_the_partition_is_read_from_there()
    {
        await using EngineUnderTest engine = await StartAsync();
        await ReadAsync(0, Begin);
        _reader.IsStalled = true;
        _reader.Append(0, "u", 1, Begin + 1_000);
        _reader.ReportEnd(1);
        await _database.ExecuteAsync("UPDATE source_progress SET next_offset = 2, watermark = watermark + 1");
        int seeks = _reader.Seeks;
        await AdvanceUntilAsync(() => Task.FromResult(_reader.Seeks > seeks ? (long?)0 : null));
        Assert.Equal(Begin - 1_999, await WatermarkAsync());
        _reader.IsStalled = false;
        _reader.Append(0, "u", 1, Begin + 2_000);
        await EngineUnderTest.DurableAsync(_database, 0, 3);
        Assert.Equal(["u|2"], await _database.RowsAsync("SELECT user_id, count FROM events"));
    }

    [Fact]
    public async Task Steps_of_all_idle_partitions_are_one_commit_in_an_interval()
    {
        await using EngineUnderTest engine = await StartAsync();
        _reader.Append(0, "u", 1, Begin);
        _reader.Append(1, "v", 1, Begin);
        await EngineUnderTest.DurableAsync(_database, 0, 1);
        await EngineUnderTest.DurableAsync(_database, 1, 1);
        long before = await CommitsAsync();
        await AdvanceUntilAsync(async () => await _database.ScalarAsync<long>(
            $"SELECT min(watermark) FROM source_progress") >= Begin + 100_000 ? 0 : null);

        // At least 100 seconds with an interval of 5; both partitions may begin with a commit of their own.
        Assert.InRange(await CommitsAsync() - before, 1, ((Now - Begin) / 5_000) + 2);
    }

    private Task<long> CommitsAsync() => _database.ScalarAsync<long>("SELECT max(commit_no) FROM writer_commits");

    private async Task<EngineUnderTest> StartAsync()
    {
        EngineUnderTest engine = await EngineUnderTest.StartAsync(
            _reader, _database, Sql, idleTimeout: TimeSpan.FromSeconds(5), time: _time);
        _reader.Assign(0, 1);
        return engine;
    }

    // Waits until the event is durable.
    private async Task ReadAsync(int partition, long time)
    {
        string next = (await _database.RowsAsync($"SELECT next_offset FROM source_progress WHERE partition = {partition}"))
            .SingleOrDefault("0");
        _reader.Append(partition, "u", 1, time);
        await EngineUnderTest.DurableAsync(_database, partition, long.Parse(next) + 1);
    }

    // The watermark, if it is not lower.
    private async Task<long?> ReachedAsync(long least) => await WatermarkAsync() is { } mark && mark >= least ? mark : null;

    private async Task<long?> WatermarkAsync() => (await _database.RowsAsync(
        "SELECT watermark FROM source_progress WHERE partition = 0")) is [var mark] ? long.Parse(mark) : null;

    // The engine learns of the arrival of a record, and of the time, between two reads.
    private async Task<long> AdvanceUntilAsync(Func<Task<long?>> reached, TimeSpan? by = null)
    {
        long result = 0;
        await Eventually.SucceedsAsync(
            async () =>
            {
                _time.Advance(by ?? TimeSpan.FromSeconds(1));
                long? found = await reached();
                result = found ?? 0;
                return found is not null;
            },
            "the steps of the clock");
        return result;
    }
}
