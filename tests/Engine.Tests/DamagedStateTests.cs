using Npgsql;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Engine.Tests;

public abstract class DamagedStateTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    [Theory]
    [InlineData("""{"v":1,"count":""")]
    [InlineData("""{"v":99,"user":"a","count":1,"total":1,"time":1,"fence":{}}""")]
    public async Task A_state_that_cannot_be_read_stops_its_partition_only_and_can_be_set_aside(string payload)
    {
        await using EngineWorld world = await CreateAsync(partitions: 2);
        RunningEngine before = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1), ("b", 1));
        await world.ProduceAsync(1, ("c", 1));
        await world.DurableAsync(before, 0, 2);
        await world.DurableAsync(before, 1, 1);
        await before.StopAsync();
        await world.Database.ExecuteAsync(
            $"UPDATE orleansstorage SET payloadbinary = convert_to('{payload}', 'UTF8') " +
            "WHERE convert_from(payloadbinary, 'UTF8')::json->>'key' = 'a'");

        RunningEngine engine = await world.StartAsync();
        await engine.ReadsAsync(2);
        await world.ProduceAsync(0, ("b", 1), ("a", 1), ("b", 1));
        await world.ProduceAsync(1, ("c", 1));
        await engine.WaitAsync(() => engine.PartitionOf(0) is { State: PartitionState.Stopped }, "stopping the partition");
        Assert.Contains("the state of user 'a' in orleansstorage cannot be read", engine.PartitionOf(0)!.Error);
        Assert.Contains("`./pathway reset --user 'a'`", engine.PartitionOf(0)!.Error);
        await world.DurableAsync(engine, 1, 2);
        await world.ProduceAsync(1, ("c", 1));
        await world.DurableAsync(engine, 1, 3);
        await engine.StopAsync();

        await using (NpgsqlConnection connection = await world.Database.ConnectAsync())
        {
            Assert.True(await UserSetAside.TryMoveAsync(connection, ServiceId.Default, "a", CancellationToken.None));
            Assert.False(await UserSetAside.TryMoveAsync(connection, ServiceId.Default, "a", CancellationToken.None));
        }

        RunningEngine after = await world.StartAsync();
        await world.DurableAsync(after, 0, 5);
        Assert.Equal(["a|1|1", "b|3|3", "c|3|3"], await world.CountsAsync());
        Assert.Equal([payload], await world.Database.RowsAsync("SELECT convert_from(payload, 'UTF8') FROM users_set_aside"));
    }
}
