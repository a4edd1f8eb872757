using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Engine.Tests;

public abstract class CountingTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Partitions = 4;

    private static readonly LoadOptions Options = new() { Events = 20_000, Users = 500, Malformed = 200, Skew = 0.5 };

    [Fact]
    public async Task Every_event_counts_once_also_after_a_restart()
    {
        await using EngineWorld world = await CreateAsync(Partitions);
        RunningEngine first = await world.StartAsync();
        using Load load = Load.Start(world.Kafka, Options);
        await first.WaitAsync(async () => await Progress.SumAsync(world.Kafka, world.Database) > 0, "the first commit");
        await first.StopAsync();
        RunningEngine second = await world.StartAsync();
        using Load later = await Load.ProduceAsync(world.Kafka, Options with { Seed = 2, UserPrefix = "later" });
        await load.ProducedAsync();
        string[] expected = Expected(load, later);
        await second.WaitAsync(
            async () => await Progress.SumAsync(world.Kafka, world.Database) == 2 * (Options.Events + Options.Malformed),
            "everything durable");
        Assert.Equal(expected, await RowsAsync(world));
        Assert.Equal(
            load.Expectation.Malformed.Concat(later.Expectation.Malformed)
                .Select(letter => $"{letter.Key.Partition}|{letter.Key.Offset}").Order(StringComparer.Ordinal),
            (await world.Database.RowsAsync("SELECT partition, position FROM dead_letters")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Redelivery_of_everything_changes_nothing()
    {
        await using EngineWorld world = await CreateAsync(Partitions);
        RunningEngine first = await world.StartAsync();
        using Load load = await Load.ProduceAsync(world.Kafka, Options);
        await load.AssertExactAsync(world.Kafka, world.Database);
        await first.StopAsync();

        await world.Database.ExecuteAsync("UPDATE source_progress SET next_offset = 0");
        RunningEngine second = await world.StartAsync();
        await load.AssertExactAsync(world.Kafka, world.Database);
        await second.WaitAsync(() => second.Status.EventsSkipped == Options.Events, "all events skipped");
        Assert.Equal(0, second.Status.EventsApplied);
    }

    private static string[] Expected(params Load[] loads) =>
    [
        .. loads.SelectMany(load => load.Expectation.Users)
            .Select(user => FormattableString.Invariant($"{user.UserId}|{user.Count}|{user.TotalValue}|{user.LastTime}"))
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<string[]> RowsAsync(EngineWorld world) =>
    [
        .. (await world.Database.RowsAsync("SELECT user_id, count, total_value, time FROM events")).Order(StringComparer.Ordinal),
    ];
}
