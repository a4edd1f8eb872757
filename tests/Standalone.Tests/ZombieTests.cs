using PathwayOrleans.Engine.Status;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests;

[Trait("Tier", "Slow")]
public sealed class ZombieTests
{
    private const long BeforeFreeze = 100_000;

    [Fact]
    public async Task A_worker_that_was_replaced_while_frozen_has_its_writes_rejected()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using Worker zombie = Worker.Start(kafka, database.UrlThrough(proxy.Port));
        await zombie.ReadsAsync(kafka.Partitions);

        // Few users, so that each has events on both sides of the freeze.
        using Load load = Load.Start(kafka, new LoadOptions { Events = 500_000, Users = 300 }, rate: 40_000, upTo: BeforeFreeze);
        // Then every user is in memory: a user who has to be loaded would delay the commit.
        await zombie.WaitForAsync(
            async () => await Progress.SumAsync(kafka, database) == BeforeFreeze, "the first events being durable");

        // A commit that starts now does not reach Postgres before the replacement has counted the same events.
        proxy.BytesPerSecond = 20;
        load.ContinueTo(300_000);
        await zombie.WaitForAsync(
            async () => await zombie.StatusAsync() is { EventsInFlight: > 20_000 }, "having events that are not durable");
        zombie.Process.Freeze();

        await using Worker heir = Worker.Start(kafka, database.Url);
        await heir.ReadsAsync(kafka.Partitions);
        long taken = await Progress.SumAsync(kafka, database);
        load.ContinueTo(long.MaxValue);
        await heir.WaitForAsync(
            async () => await Progress.SumAsync(kafka, database) > taken + 20_000, "counting by the replacement");

        zombie.Process.Continue();
        proxy.BytesPerSecond = 0;
        await zombie.WaitForAsync(async () => await zombie.StatusAsync() is { CommitsRejected: > 0 }, "having a commit rejected");
        await load.AssertExactAsync(kafka, database);
        EngineStatus survivor = (await zombie.StatusAsync())!;
        Assert.True(survivor.CommitsRejected > 0);
    }
}
