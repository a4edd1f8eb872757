using PathwayOrleans.Engine.Status;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Engine.Tests;

/// <summary>The conditions that other tests produce (paused, stopped) have the terms of the status there.</summary>
public abstract class StatusTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    [Fact]
    public async Task The_status_of_an_idle_engine_has_its_counters_and_partitions()
    {
        await using EngineWorld world = await CreateAsync(partitions: 2);
        RunningEngine engine = await world.StartAsync();
        await engine.ReadsAsync(2);
        Assert.Empty(await engine.ProblemsAsync());
        await world.ProduceAsync(0, ("a", 1), ("b", 2), ("a", 3));
        await world.Kafka.ProduceAsync(0, ["no event"u8.ToArray()]);
        await engine.WaitAsync(() => engine.PartitionOf(0) is { Durable: "4", Lag: 0 }, "everything durable");
        await engine.WaitAsync(() => engine.Status is { EventsApplied: 3, DeadLettered: 1, EventsInFlight: 0 }, "the counters");
        Assert.Equal(new PartitionStatus(0, PartitionState.Reading, "4", "4", "4", 0, null), engine.PartitionOf(0));
        Assert.Equal(new PartitionStatus(1, PartitionState.Reading, "0", null, "0", 0, null), engine.PartitionOf(1));
        EngineStatus status = engine.Status;
        Assert.Equal((new TFixture().Name, "pathway", world.Kafka.SourceName), (status.Engine, status.ServiceId, status.Source));
        Assert.Equal((0, 0, 0, 0), (status.EventsSkipped, status.CommitsRejected, status.Pauses, status.Lag));
        Assert.Equal(2, status.UsersInMemory);
        Assert.InRange(status.UsersCommitted, 2, 3);
        Assert.InRange(status.Commits, 1, 8);
    }

    [Fact]
    public async Task A_rejected_commit_counts_once_however_many_users_it_has()
    {
        string[] users = [.. Enumerable.Range(0, 50).Select(user => $"u{user:d2}")];
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync();
        await world.ProduceAsync(0, users.Select(user => (user, 1.0)));
        await world.DurableAsync(engine, 0, users.Length);
        await engine.WaitAsync(() => engine.Status.UsersCommitted == users.Length, "the counters");
        await using (HeldCommits held = await HeldCommits.StartAsync(world.Database))
        {
            // All users are in the commit that is held, or in one of few after it: how many depends on the machine.
            await world.ProduceAsync(0, users.Select(user => (user, 1.0)));
            await engine.WaitAsync(() => engine.Status.EventsInFlight == users.Length, "reading all events");
            await held.ExecuteAsync("UPDATE orleansstorage SET version = version + 1");
        }

        await world.DurableAsync(engine, 0, 2 * users.Length);
        Assert.Equal(users.Select(user => $"{user}|2|2"), await world.CountsAsync());
        Assert.InRange(engine.Status.CommitsRejected, 1, users.Length / 2);
        await engine.WaitAsync(() => engine.Status.UsersCommitted == 2 * users.Length, "every user committed once");
    }

    [Fact]
    public async Task An_engine_whose_source_does_not_answer_is_not_ready()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        EmbeddedKafka broker = world.Kafka.Faults;
        RunningEngine engine = await world.StartAsync();
        await engine.ReadsAsync(1);
        broker.SetDown();
        await engine.WaitAsync(
            async () => (await engine.ProblemsAsync()).Contains("the source does not answer"),
            "noticing that the source is down");
        broker.SetUp();
        await engine.WaitAsync(async () => (await engine.ProblemsAsync()).Length == 0, "being ready again");
        await world.ProduceAsync(0, ("a", 1));
        await world.DurableAsync(engine, 0, 1);
    }

    [Fact]
    public async Task An_engine_whose_database_does_not_answer_is_not_ready_and_loses_nothing()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1));
        await world.DurableAsync(engine, 0, 1);
        await using (await RefusedConnections.StartAsync(world.Database))
        {
            await world.ProduceAsync(0, ("a", 2));
            await engine.WaitAsync(
                async () => (await engine.ProblemsAsync()) is [var problem]
                    && problem.StartsWith("the database does not answer: ", StringComparison.Ordinal),
                "noticing that the database is down");
            await engine.WaitAsync(() => engine.Status.EventsInFlight == 1, "reading on");
        }

        await world.DurableAsync(engine, 0, 2);
        Assert.Equal(["a|2|3"], await world.CountsAsync());
        await engine.WaitAsync(async () => (await engine.ProblemsAsync()).Length == 0, "being ready again");
    }
}
