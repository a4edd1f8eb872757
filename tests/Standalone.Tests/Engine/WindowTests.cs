using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Pipelines;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests.Engine;

[Trait("Tier", "Slow")]
public sealed class WindowTests
{
    private static readonly WatermarkSettings Clock = new(OutOfOrderness: 5_000, MaxAhead: 86_400_000);

    private static readonly WindowDefinition[] AllKinds =
    [
        WindowDefinition.Tumbling("minute", 60_000, origin: 7_000, lateness: 10_000),
        WindowDefinition.Sliding("often", 45_000, 20_000),
        WindowDefinition.Sliding("seldom", 20_000, 45_000),
        WindowDefinition.Session("visit", 8_000, lateness: 5_000),
    ];

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 1_000)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    public async Task Window_rows_match_the_oracle_under_random_faults(int seed, int maxOpenPerUser)
    {
        var random = new Random(seed);
        PlacedEvent[][] logs = [.. Enumerable.Range(0, 3).Select(number => RandomEvents.Create(
            random, Partition(number), [.. Enumerable.Range(0, 20).Select(user => $"p{number}u{user}")], 6_000).ToArray())];
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await RunAsync(database, random, logs, new int[logs.Length], maxOpenPerUser);
        await WindowAssert.IsAsExpectedAsync(database, Expect(AllKinds, logs));
        Assert.NotEqual(0, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'late'"));
        Assert.NotEqual(0, await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE reason = 'future'"));
    }

    private static SourcePartition Partition(int number) => SourcePartition.Of(EngineUnderTest.Source, number);

    private static WindowExpectation Expect(WindowDefinition[] definitions, PlacedEvent[][] logs)
    {
        var expected = new WindowExpectation(definitions, Clock);
        foreach (PlacedEvent[] log in logs)
        {
            expected.AddPartition(log);
        }

        return expected;
    }

    /// <summary>Runs engines on growing logs, with random faults, until everything is durable.</summary>
    private static async Task RunAsync(
        PostgresForTests database, Random random, PlacedEvent[][] logs, int[] read, int maxOpenPerUser)
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
                    reader.Append(number, placed.UserId, placed.Value, placed.Time, placed.Recorded);
                }
            }

            await using EngineUnderTest engine = await EngineUnderTest.StartAsync(
                reader, database, WindowedEvents.Sql(AllKinds), maxOpenPerUser);
            reader.Assign(all);
            for (int i = random.Next(4); i > 0; i--)
            {
                int number = random.Next(logs.Length);
                long before = engine.Counters.Applied + engine.Counters.Skipped;
                await Eventually.SucceedsAsync(
                    () => engine.Counters.Applied + engine.Counters.Skipped >= before, "further records");
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

            // Each engine except the last may be stopped before it has read everything.
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
