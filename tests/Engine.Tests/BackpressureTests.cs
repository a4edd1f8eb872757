using PathwayOrleans.Engine.Status;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Engine.Tests;

public abstract class BackpressureTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Partitions = 2;

    private static readonly (string Key, string Value) PauseSoon = ("Pathway:Engine:PauseAfter", "00:00:00.05");

    [Fact]
    public async Task Reading_pauses_at_the_bound_of_events_in_flight_and_resumes_without_loss()
    {
        const int MaxEvents = 1_000;
        const int ReadBurst = 1_000;
        await using EngineWorld world = await CreateAsync(Partitions);
        RunningEngine engine = await world.StartAsync(PauseSoon, ("Pathway:Engine:MaxEventsInFlight", $"{MaxEvents}"));
        await engine.ReadsAsync(Partitions);
        Load load;
        await using (await HeldCommits.StartAsync(world.Database))
        {
            load = await Load.ProduceAsync(world.Kafka, new LoadOptions { Events = 20_000, Users = 50 });
            await engine.WaitAsync(() => engine.Status.PartitionsPaused == Partitions, "pausing all partitions");
            Assert.All(engine.States, state => Assert.Equal(PartitionState.Paused, state));

            // The bound is checked between two bursts.
            Assert.InRange(engine.Status.EventsInFlight, 1, MaxEvents + (Partitions * ReadBurst));
        }

        using (load)
        {
            await load.AssertExactAsync(world.Kafka, world.Database);
        }

        await engine.ReadsAsync(Partitions);
        Assert.InRange(engine.Status.Pauses, 1, int.MaxValue);
        await engine.WaitAsync(() => engine.Status is { EventsInFlight: 0, PartitionsPaused: 0, Lag: 0 }, "being idle");
        Assert.Equal(0, engine.Status.EventsSkipped);
    }

    [Fact]
    public async Task Reading_pauses_at_the_bound_of_dead_letter_bytes_and_resumes_without_loss()
    {
        const int MaxBytes = 2 * 1024 * 1024;
        const int Letters = 8;
        byte[] noEvent = new byte[512 * 1024];
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(PauseSoon, ("Pathway:Engine:MaxDeadLetterBytes", $"{MaxBytes}"));
        await engine.ReadsAsync(1);
        await using (HeldCommits held = await HeldCommits.StartAsync(world.Database))
        {
            // The bytes of a commit that has started do not count, so the first one must not contain all letters.
            await world.Kafka.ProduceAsync(0, [noEvent]);
            await held.ReachedAsync();
            await world.Kafka.ProduceAsync(0, Enumerable.Repeat(noEvent, Letters - 1));
            await world.ProduceAsync(0, ("a", 1));
            await engine.WaitAsync(() => engine.Status.PartitionsPaused == 1, "pausing the partition");
        }

        await world.DurableAsync(engine, 0, Letters + 1);
        Assert.Equal(
            Enumerable.Range(0, Letters).Select(offset => $"{offset}|invalid_json|{noEvent.Length}"),
            await world.Database.RowsAsync("SELECT position, reason, length(raw) FROM dead_letters ORDER BY position"));
        Assert.Equal(["a|1|1"], await world.CountsAsync());
        await engine.ReadsAsync(1);
    }
}
