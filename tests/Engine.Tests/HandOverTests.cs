using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Engine.Tests;

/// <summary>Rows that one engine has written and the other one continues.</summary>
public sealed class HandOverTests
{
    private const int Partitions = 3;
    private const int EventsPerTurn = 500;

    [Fact]
    public async Task Each_engine_continues_the_rows_of_the_other_one_and_reads_nothing_twice()
    {
        EngineFixture[] turns = [new StandaloneFixture(), new SiloFixture(), new StandaloneFixture()];
        await using EngineWorld world = await EngineWorld.CreateAsync(turns[0], Partitions);
        var random = new Random(1);
        PlacedEvent[][] logs =
        [
            .. Enumerable.Range(0, Partitions).Select(number => RandomEvents.Create(
                random,
                SourcePartition.Of(world.Kafka.SourceName, number),
                [.. Enumerable.Range(0, 20).Select(user => $"p{number}u{user}")],
                turns.Length * EventsPerTurn).ToArray()),
        ];
        for (int turn = 0; turn < turns.Length; turn++)
        {
            int end = (turn + 1) * EventsPerTurn;
            await world.ProduceAsync(logs, turn * EventsPerTurn, end);
            RunningEngine engine = await world.StartAsync(turns[turn], _ => { }, WindowsUnderTest.AllSetting);
            var expected = new WindowExpectation(WindowsUnderTest.All, WatermarkSettings.Default);
            for (int number = 0; number < Partitions; number++)
            {
                await world.DurableAsync(engine, number, end);
                expected.AddPartition(logs[number].Take(end));
            }

            await WindowAssert.IsAsExpectedAsync(world.Database, expected);
            Assert.Equal((turns[turn].Name, 0), (engine.Status.Engine, engine.Status.EventsSkipped));
            await engine.StopAsync();
        }
    }
}
