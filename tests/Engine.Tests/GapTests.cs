using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Engine.Tests.Harness;

namespace PathwayOrleans.Engine.Tests;

public abstract class GapTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    [Fact]
    public async Task A_partition_whose_log_has_lost_events_stops_with_the_remedy_and_the_others_go_on()
    {
        await using EngineWorld world = await CreateAsync(partitions: 2);
        await CountTwoAsync(world);
        await world.ProduceAsync(0, Enumerable.Repeat(("a", 1.0), 10));
        await world.Kafka.DeleteRecordsBeforeAsync(0, 5);
        string source = world.Kafka.SourceName;
        await AssertStoppedAsync(
            world,
            $"{SourcePartition.Of(source, 0)}: records 2 to 4 are gone: the log now starts at 5, so retention deleted them " +
            "before they were counted. Restore them, or accept the loss with " +
            $"`./pathway reset --source '{source}' --partition 0 --to 5`, then start again.",
            end: "12");
    }

    [Fact]
    public async Task A_partition_whose_log_ends_below_the_durable_position_stops_with_the_remedy_and_the_others_go_on()
    {
        await using EngineWorld world = await CreateAsync(partitions: 2);
        await CountTwoAsync(world);
        await world.Kafka.DeleteTopicAsync();
        await world.Kafka.CreateTopicAsync();
        await world.ProduceAsync(0, ("a", 1));
        await world.ProduceAsync(1, ("b", 1));
        await AssertStoppedAsync(
            world,
            $"{SourcePartition.Of(world.Kafka.SourceName, 0)}: everything below 2 is durable, but the log ends at 1: the topic " +
            "was recreated or truncated, so its positions are not the ones counted before. To count the new log in addition, " +
            "set Pathway:Kafka:SourceName to a new name; to start over, run `./pathway reset --all`.",
            end: "1");
    }

    [Fact]
    public async Task A_process_whose_partitions_are_all_stopped_is_not_ready()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine before = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1));
        await world.DurableAsync(before, 0, 1);
        await before.StopAsync();
        await world.ProduceAsync(0, Enumerable.Repeat(("a", 1.0), 5));
        await world.Kafka.DeleteRecordsBeforeAsync(0, 3);
        RunningEngine engine = await world.StartAsync();
        await engine.WaitAsync(async () => (await engine.ProblemsAsync()) is [var problem]
            && problem.StartsWith("no partition makes progress: ", StringComparison.Ordinal)
            && problem.Contains("records 1 to 2 are gone", StringComparison.Ordinal), "naming the stopped partition");
    }

    // Two events of partition 0 and one of partition 1 are durable.
    private static async Task CountTwoAsync(EngineWorld world)
    {
        RunningEngine engine = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1), ("a", 1));
        await world.ProduceAsync(1, ("b", 1));
        await world.DurableAsync(engine, 0, 2);
        await world.DurableAsync(engine, 1, 1);
        await engine.StopAsync();
    }

    private static async Task AssertStoppedAsync(EngineWorld world, string error, string end)
    {
        RunningEngine engine = await world.StartAsync();
        await engine.WaitAsync(() => engine.States.Count() == 2 && engine.States.All(IsSettled), "positioning both partitions");
        await world.ProduceAsync(1, ("b", 1));
        await world.DurableAsync(engine, 1, 2);
        PartitionStatus stopped = engine.PartitionOf(0)!;
        Assert.Equal(
            (PartitionState.Stopped, error, null, "2", end),
            (stopped.State, stopped.Error, stopped.Next, stopped.Durable, stopped.End));
        Assert.Equal((PartitionState.Reading, null), (engine.PartitionOf(1)!.State, engine.PartitionOf(1)!.Error));
        Assert.Equal("a|2|2", (await world.CountsAsync())[0]);

        // An operator is needed, but a restart would not help: the process stays ready.
        Assert.Empty(await engine.ProblemsAsync());
    }

    private static bool IsSettled(PartitionState state) => state != PartitionState.Positioning;
}
