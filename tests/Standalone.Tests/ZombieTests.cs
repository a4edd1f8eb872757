using PathwayOrleans.LocalInfra;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests;

public sealed class ZombieTests
{
    [Fact]
    public async Task A_worker_that_slept_through_its_replacement_has_its_writes_rejected()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using Worker zombie = Worker.Start(kafka, database.UrlThrough(proxy.Port));
        await zombie.ReadsAsync(kafka.Partitions);

        // Few users, so that each has events on both sides of the freeze.
        using Load load = Load.Start(kafka, new LoadOptions { Events = 600_000, Users = 300 }, rate: 40_000);
        await zombie.WaitForAsync(async () => await zombie.StatusAsync() is { Commits: > 2 }, "committing");

        // A commit that crawls is sure to be on its way when the zombie falls asleep.
        proxy.BytesPerSecond = 2_000;
        await zombie.WaitForAsync(async () => await zombie.StatusAsync() is { EventsInFlight: > 20_000 }, "having events that are not durable");
        zombie.Process.Freeze();

        await using Worker heir = Worker.Start(kafka, database.Url);
        await heir.ReadsAsync(kafka.Partitions);
        long taken = await Progress.SumAsync(kafka, database);
        await heir.WaitForAsync(async () => await Progress.SumAsync(kafka, database) > taken + 20_000, "counting in the zombie's place");

        zombie.Process.Continue();
        proxy.BytesPerSecond = 0;
        await zombie.WaitForAsync(async () => await zombie.StatusAsync() is { CommitsRejected: > 0 }, "having a commit rejected");
        await load.AssertExactAsync(kafka, database);
        EngineStatus survivor = (await zombie.StatusAsync())!;
        Assert.True(survivor.CommitsRejected > 0);
    }
}
