using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Engine.Tests;

public abstract class FailingEventTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const double Poison = PoisonedApplier.Poison;

    [Fact]
    public async Task An_event_that_fails_every_attempt_becomes_a_dead_letter_and_the_rest_is_counted()
    {
        var applier = new PoisonedApplier(failures: int.MaxValue);
        await using EngineWorld world = await CreateAsync(partitions: 2);
        RunningEngine engine = await world.StartAsync(services => services.AddSingleton<IRecordApplier>(applier));
        await world.ProduceAsync(0, [("a", 1), ("b", 1), ("a", Poison), ("b", 2), ("a", 2), ("c", Poison), ("c", 4)]);
        await world.ProduceAsync(1, [("d", 5)]);
        await world.DurableAsync(engine, 0, 7);
        await world.DurableAsync(engine, 1, 1);
        Assert.Equal(["a|2|3", "b|2|3", "c|1|4", "d|1|5"], await world.CountsAsync());
        string[] letters =
        [
            """0|2|apply_failed|{"user_id":"a","value":666,"time":1700000000000}""",
            """0|5|apply_failed|{"user_id":"c","value":666,"time":1700000000000}""",
        ];
        Assert.Equal(letters, await world.LettersAsync());
        Assert.Equal([FailedEvents.MaxAttempts, FailedEvents.MaxAttempts], applier.Attempts.Values);

        // Reading continues after them, and they are not attempted again.
        await world.ProduceAsync(0, [("a", 3)]);
        await world.DurableAsync(engine, 0, 8);
        Assert.Equal("a|3|6", (await world.CountsAsync())[0]);
        Assert.Equal(letters, await world.LettersAsync());
        Assert.Equal([FailedEvents.MaxAttempts, FailedEvents.MaxAttempts], applier.Attempts.Values);
    }

    [Fact]
    public async Task A_record_of_a_pipeline_that_fails_every_attempt_becomes_a_dead_letter_with_its_bytes()
    {
        var applier = new PoisonedApplier(failures: int.MaxValue);
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(
            services => services.AddSingleton<IRecordApplier>(applier), ("Pathway:Pipeline:File", Clickstream.PipelineFile));
        byte[] poison = Clickstream.Purchase("a", 2, (decimal)Poison);
        await world.Kafka.ProduceAsync(
            0, [Clickstream.Purchase("a", 1), Clickstream.Purchase("b", 1), poison, Clickstream.Purchase("a", 3)]);
        await world.DurableAsync(engine, 0, 4);
        Assert.Equal(
            ["a|2|2", "b|1|1"],
            await world.Database.RowsAsync("SELECT customer_id, purchases, revenue FROM customers ORDER BY customer_id"));
        Assert.Equal([$"0|2|apply_failed|{Encoding.UTF8.GetString(poison)}"], await world.LettersAsync());
        Assert.Equal([FailedEvents.MaxAttempts], applier.Attempts.Values);
    }

    [Fact]
    public async Task An_event_that_succeeds_on_a_later_attempt_is_counted()
    {
        var applier = new PoisonedApplier(failures: FailedEvents.MaxAttempts - 1);
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(services => services.AddSingleton<IRecordApplier>(applier));
        await world.ProduceAsync(0, [("a", 1), ("a", Poison), ("a", 2)]);
        await world.DurableAsync(engine, 0, 3);
        Assert.Equal(["a|3|669"], await world.CountsAsync());
        Assert.Empty(await world.LettersAsync());
    }

    [Fact]
    public async Task Each_rewind_without_progress_waits_twice_as_long_as_the_one_before()
    {
        var time = new RecordingTime();
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(services => services
            .AddSingleton<IRecordApplier>(new PoisonedApplier(failures: int.MaxValue))
            .AddSingleton<TimeProvider>(time));
        await engine.ReadsAsync(1);
        int before = time.Delays.Count;
        await world.ProduceAsync(0, ("a", Poison));
        await world.DurableAsync(engine, 0, 1);
        TimeSpan[] backoffs = [.. Enumerable.Range(1, FailedEvents.MaxAttempts).Select(RewindBackoff.Delay)];
        Assert.Equal(backoffs, time.Delays.Skip(before).Where(backoffs.Contains));
    }
}
