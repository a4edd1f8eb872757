using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Windows;

namespace PathwayOrleans.Standalone.Tests.Engine;

public sealed class WindowTests
{
    private static readonly EventClockSettings Clock = new(OutOfOrderness: 5_000, MaxAdvance: 86_400_000, FutureRun: 100);

    private static readonly WindowDefinition[] Aligned =
    [
        WindowDefinition.Tumbling("minute", 60_000, origin: 7_000, lateness: 10_000),
        WindowDefinition.Sliding("often", 45_000, 20_000),
        WindowDefinition.Sliding("seldom", 20_000, 45_000),
    ];

    private static readonly WindowDefinition[] AllKinds = [.. Aligned, WindowDefinition.Session("visit", 8_000, lateness: 5_000)];

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 1_000)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    public async Task Rows_are_what_the_oracle_says_whatever_happens_on_the_way(int seed, int maxOpenPerUser)
    {
        var random = new Random(seed);
        PlacedEvent[][] logs = [.. Enumerable.Range(0, 3).Select(number => RandomEvents.Create(
            random, Partition(number), [.. Enumerable.Range(0, 20).Select(user => $"p{number}u{user}")], 6_000).ToArray())];
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await RunAsync(database, random, logs, new int[logs.Length], Settings(AllKinds, maxOpenPerUser));
        await WindowAssert.IsAsExpectedAsync(database, Expect(AllKinds, logs));
        Assert.NotEqual(0, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'late'"));
        Assert.NotEqual(0, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'future'"));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Users_of_several_partitions_whose_watermarks_are_apart_have_the_windows_of_all(int seed)
    {
        var random = new Random(seed);
        string[] users = [.. Enumerable.Range(0, 30).Select(user => $"u{user}")];
        PlacedEvent[][] logs = [.. Enumerable.Range(0, 3).Select(number => RandomEvents.Create(random, Partition(number), users, 3_000).ToArray())];
        await using PostgresForTests database = await PostgresForTests.CreateAsync();

        // The first partition is read to its end, long before the others begin: they need windows that are closed for it.
        int[] read = new int[logs.Length];
        await RunAsync(database, random, [logs[0], [], []], read, Settings(Aligned, 1_000));
        await RunAsync(database, random, logs, read, Settings(Aligned, 1_000));
        await WindowAssert.IsAsExpectedAsync(database, Expect(Aligned, logs));
    }

    [Fact]
    public async Task The_state_keeps_windows_that_are_open_and_no_others()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 1);
        foreach (int minute in (int[])[0, 1, 2, 3])
        {
            reader.Append(0, "a", 1, RandomEvents.FirstTime + (minute * 60_000L));
        }

        await using EngineUnderTest engine = await EngineUnderTest.StartAsync(reader, database, Settings([WindowDefinition.Tumbling("minute", 60_000)], 1_000));
        reader.Assign(0);
        await EngineUnderTest.DurableAsync(database, 0, 4);
        Assert.Equal(4, await database.ScalarAsync<long>("SELECT count(*) FROM user_windows"));

        // The last event was counted at the watermark of the one before it, which had not closed its window yet.
        Assert.Equal(
            ["1700000100000", "1700000160000"],
            await database.RowsAsync(
                "SELECT w->>0 FROM orleansstorage, json_array_elements(convert_from(payloadbinary, 'utf8')::json->'windows'->'minute'->'open') AS w"));
    }

    private static SourcePartition Partition(int number) => SourcePartition.Of(EngineUnderTest.Source, number);

    private static WindowSettings Settings(WindowDefinition[] definitions, int maxOpenPerUser) =>
        new(new WindowSet(definitions, maxOpenPerUser), Clock, TimeSpan.FromMinutes(1));

    private static WindowExpectation Expect(WindowDefinition[] definitions, PlacedEvent[][] logs)
    {
        var expected = new WindowExpectation(definitions, Clock);
        foreach (PlacedEvent[] log in logs)
        {
            expected.AddPartition(log);
        }

        return expected;
    }

    /// <summary>Has engines read the logs, as they grow, with whatever can happen to them, until everything is durable.</summary>
    private static async Task RunAsync(PostgresForTests database, Random random, PlacedEvent[][] logs, int[] read, WindowSettings settings)
    {
        int[] all = [.. Enumerable.Range(0, logs.Length)];
        for (bool isLast = false; !isLast;)
        {
            using var reader = new ScriptedReader(logs.Length);
            isLast = Enumerable.Range(0, logs.Length).All(number => read[number] == logs[number].Length);
            foreach (int number in all)
            {
                read[number] = Math.Min(logs[number].Length, read[number] + random.Next(2_000));
                foreach (PlacedEvent placed in logs[number].AsSpan(0, read[number]))
                {
                    reader.Append(number, placed.UserId, placed.Value, placed.Time);
                }
            }

            await using EngineUnderTest engine = await EngineUnderTest.StartAsync(reader, database, settings);
            reader.Assign(all);
            for (int i = random.Next(4); i > 0; i--)
            {
                int number = random.Next(logs.Length);
                long before = engine.Counters.Applied + engine.Counters.Skipped;
                await Eventually.SucceedsAsync(() => engine.Counters.Applied + engine.Counters.Skipped >= before, "some reading");
                switch (random.Next(3))
                {
                    case 0:
                        reader.Lose(number);
                        reader.Assign(number);
                        break;
                    case 1:
                        reader.Revoke(number);
                        reader.Assign(number);
                        break;
                    default:
                        reader.LosePosition(number);
                        break;
                }
            }

            // Each engine but the last may be stopped half-way.
            if (isLast || random.Next(2) == 0)
            {
                foreach (int number in all.Where(number => read[number] > 0))
                {
                    await EngineUnderTest.DurableAsync(database, number, read[number]);
                }
            }
        }
    }
}
