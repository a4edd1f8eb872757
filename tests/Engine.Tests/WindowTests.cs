using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;
using PathwayOrleans.Testing.Pipelines;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Engine.Tests;

public abstract class WindowTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Partitions = 3;
    private const int Events = 2_000;

    [Theory]
    [InlineData(1, "1000")]
    [InlineData(2, "3")]
    public async Task Window_rows_match_the_oracle_also_after_a_restart(int seed, string maxOpenPerUser)
    {
        await using EngineWorld world = await CreateAsync(Partitions);
        PlacedEvent[][] logs = Logs(world, seed, number => [.. Enumerable.Range(0, 20).Select(user => $"p{number}u{user}")]);
        (string, string)[] settings = [("Pathway:Windows:MaxOpenPerUser", maxOpenPerUser), WindowsUnderTest.AllSetting];
        RunningEngine first = await world.StartAsync(settings);
        await world.ProduceAsync(logs, 0, Events / 2);
        await first.WaitAsync(async () => await Progress.SumAsync(world.Kafka, world.Database) > 0, "the first commit");
        await first.StopAsync();
        RunningEngine second = await world.StartAsync(settings);
        await world.ProduceAsync(logs, Events / 2, Events);
        await AssertAsync(world, second, logs, WindowsUnderTest.All);
        Assert.NotEqual(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'late'"));
        Assert.NotEqual(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'future'"));
    }

    [Fact]
    public async Task Windows_that_are_closed_for_one_partition_are_reloaded_for_another()
    {
        await using EngineWorld world = await CreateAsync(Partitions);
        string[] users = [.. Enumerable.Range(0, 30).Select(user => $"u{user}")];
        PlacedEvent[][] logs = Logs(world, 3, _ => users);
        RunningEngine engine = await world.StartAsync(WindowsUnderTest.AlignedSetting);
        await world.ProduceAsync([logs[0], [], []], 0, Events);
        await world.DurableAsync(engine, 0, Events);
        await world.ProduceAsync([[], logs[1], logs[2]], 0, Events);
        await AssertAsync(world, engine, logs, WindowsUnderTest.Aligned);
    }

    [Fact]
    public async Task Events_after_a_pause_of_days_are_counted()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(WindowsUnderTest.AlignedSetting);
        long monday = RandomEvents.FirstTime + (61 * 3_600_000L);
        long[] times =
        [
            .. Enumerable.Range(0, 5).Select(i => RandomEvents.FirstTime + (i * 1_000)),
            .. Enumerable.Range(0, 60).Select(i => monday + (i * 1_000)),
        ];
        var partition = SourcePartition.Of(world.Kafka.SourceName, 0);
        PlacedEvent[] log = [.. times.Select((time, offset) => new PlacedEvent(partition, offset, "a", time, 1, Recorded: time))];
        await world.ProduceAsync([log], 0, log.Length);
        await world.DurableAsync(engine, 0, log.Length);
        Assert.Equal(["a|65|65"], await world.CountsAsync());
        await AssertAsync(world, engine, [log], WindowsUnderTest.Aligned);
    }

    [Fact]
    public async Task The_state_keeps_only_open_windows()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(
            WindowedEvents.Setting([WindowDefinition.Tumbling("minute", 60_000)]));
        var partition = SourcePartition.Of(world.Kafka.SourceName, 0);
        PlacedEvent[] log =
        [
            .. Enumerable.Range(0, 4).Select(minute =>
                new PlacedEvent(partition, minute, "a", RandomEvents.FirstTime + (minute * 60_000L), 1)),
        ];
        await world.ProduceAsync([log], 0, log.Length);
        await world.DurableAsync(engine, 0, log.Length);
        Assert.Equal(4, await WindowedEvents.CountAsync(world.Database));

        // The last event was applied with the watermark of the one before it, which had not closed that window yet.
        Assert.Equal(
            ["1700000100000000", "1700000160000000"],
            await world.Database.RowsAsync(
                "SELECT w->>0 FROM orleansstorage, (SELECT number FROM pipeline_views WHERE name = 'minute') AS v, " +
                "json_array_elements(convert_from(payloadbinary, 'utf8')::json->'windows'->v.number::text->'open') AS w"));
    }

    /// <summary>Nothing but the clock closes the last window. The next process decides as the one before it.</summary>
    [Fact]
    public async Task The_last_window_of_a_quiet_source_is_closed_and_stays_closed()
    {
        (string, string)[] settings =
        [
            WindowedEvents.Setting([WindowDefinition.Tumbling("short", 100)], TimeSpan.Zero),
            ("Pathway:Windows:IdleTimeout", "00:00:00.200"),
        ];
        await using EngineWorld world = await CreateAsync(partitions: 2);
        RunningEngine engine = await world.StartAsync(settings);
        await engine.ReadsAsync(2);
        long start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 100 * 100;
        await world.Kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1, start)]);
        await engine.WaitAsync(
            async () => await WindowedEvents.CountAsync(world.Database, "closed") == 1,
            "the window is closed");
        await world.DurableAsync(engine, 0, 1);

        await engine.StopAsync();
        await world.Kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1, start + 50)]);
        RunningEngine next = await world.StartAsync(settings);
        await world.DurableAsync(next, 0, 2);
        Assert.Equal(
            ["u|1|True"],
            await world.Database.RowsAsync("SELECT user_id, count, reopened_at IS NULL FROM short_status WHERE closed"));
        Assert.Equal(["0|1|late"], await world.Database.RowsAsync("SELECT partition, position, reason FROM dead_letters"));
        Assert.Equal(["u|2|2"], await world.CountsAsync());
    }

    [Fact]
    public async Task A_record_that_arrives_while_the_watermark_of_its_idle_partition_is_written_is_judged_with_it()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(
            WindowedEvents.Setting([WindowDefinition.Tumbling("short", 100)], TimeSpan.Zero),
            ("Pathway:Windows:IdleTimeout", "00:00:00.200"));
        await engine.ReadsAsync(1);
        await using CommitGate gate = await CommitGate.InstallAsync(world.Database);
        long start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 100 * 100;
        await world.Kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1, start)]);
        await world.DurableAsync(engine, 0, 1);
        await gate.CloseAsync(1);
        await gate.ReachedAsync();
        await world.Kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1, start + 50)]);
        await engine.WaitAsync(() => engine.PartitionOf(0) is { End: "2" }, "the end of the log is known");
        await gate.OpenAsync();
        await world.DurableAsync(engine, 0, 2);
        Assert.Equal(["0|1|late"], await world.Database.RowsAsync("SELECT partition, position, reason FROM dead_letters"));
    }

    /// <summary>The partitions of a new source are not read at the same rate.</summary>
    [Fact]
    public async Task No_window_is_closed_while_a_partition_of_a_new_source_has_no_event_of_its_time()
    {
        await using EngineWorld world = await CreateAsync(partitions: 2);
        await world.Kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1, RandomEvents.FirstTime)]);
        RunningEngine engine = await world.StartAsync(WindowsUnderTest.AlignedSetting);
        await world.DurableAsync(engine, 0, 1);
        await world.Kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1, RandomEvents.FirstTime + 900_000)]);
        await world.DurableAsync(engine, 0, 2);
        Assert.Equal(0, await WindowedEvents.CountAsync(world.Database, "closed"));
        await world.Kafka.ProduceAsync(1, [KafkaForTests.Event("v", 1, RandomEvents.FirstTime)]);
        await world.Kafka.ProduceAsync(1, [KafkaForTests.Event("v", 1, RandomEvents.FirstTime + 900_000)]);
        await world.DurableAsync(engine, 1, 2);
        Assert.NotEqual(0, await WindowedEvents.CountAsync(world.Database, "closed"));
        Assert.Equal(0, await WindowedEvents.CountAsync(world.Database, "reopened_at IS NOT NULL"));
    }

    private static PlacedEvent[][] Logs(EngineWorld world, int seed, Func<int, string[]> users)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, Partitions).Select(number => RandomEvents.Create(
                random, SourcePartition.Of(world.Kafka.SourceName, number), users(number), Events).ToArray()),
        ];
    }

    private static async Task AssertAsync(
        EngineWorld world, RunningEngine engine, PlacedEvent[][] logs, WindowDefinition[] definitions)
    {
        var expected = new WindowExpectation(definitions, WatermarkSettings.Default);
        for (int number = 0; number < logs.Length; number++)
        {
            await world.DurableAsync(engine, number, logs[number].Length);
            expected.AddPartition(logs[number]);
        }

        await WindowAssert.IsAsExpectedAsync(world.Database, expected);
    }
}
