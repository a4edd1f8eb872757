using Confluent.Kafka;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Engine.Tests;

public abstract class ProgressTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Partitions = 3;

    [Fact]
    public async Task The_offsets_of_the_consumer_group_follow_the_durable_positions()
    {
        await using EngineWorld world = await CreateAsync(Partitions);
        RunningEngine engine = await world.StartAsync();
        await engine.ReadsAsync(Partitions);
        using Load load = Load.Start(world.Kafka, new LoadOptions { Events = 6_000, Users = 3_000, Malformed = 60 });
        await engine.WaitAsync(
            async () =>
            {
                // Read before the positions, which only rise.
                Offset[] committed = GroupOffsets.Committed(world.Kafka);
                Dictionary<int, long> durable = await Progress.ReadAsync(world.Kafka, world.Database);
                for (int partition = 0; partition < Partitions; partition++)
                {
                    Assert.True(
                        committed[partition] == Offset.Unset || committed[partition] <= durable.GetValueOrDefault(partition),
                        $"Partition {partition}: the group is at {committed[partition]}, durable is {durable.GetValueOrDefault(partition)}.");
                }

                return durable.Values.Sum() == 6_060;
            },
            "everything durable");
        await load.AssertExactAsync(world.Kafka, world.Database);

        // A member that the group has lost for a moment publishes its positions when it is assigned partitions again.
        Dictionary<int, long> ends = await Progress.ReadAsync(world.Kafka, world.Database);
        long[] expected = [.. ends.OrderBy(end => end.Key).Select(end => end.Value)];
        await engine.WaitAsync(
            () => Task.FromResult(expected.SequenceEqual(GroupOffsets.Committed(world.Kafka).Select(offset => offset.Value))),
            "the group's offsets are the durable positions");
        await engine.StopAsync();
        Assert.Equal(expected, GroupOffsets.Committed(world.Kafka).Select(offset => offset.Value));
    }
}
