using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Pipelines;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Engine.Tests;

/// <summary>Every user has one event, so that each row is written once, and its transaction is that of its commit.</summary>
public abstract class CommitBoundTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Partitions = 2;
    private const int Events = 1_500;

    // An event below the position of its partition that is not counted.
    private const string NotDurable =
        """
        SELECT count(*) FROM source_progress AS p, generate_series(0, p.next_offset::bigint - 1) AS at
        WHERE NOT EXISTS (SELECT 1 FROM events WHERE user_id = 'p' || p.partition || 'u' || at)
        """;

    [Fact]
    public async Task A_commit_has_at_most_the_configured_number_of_users_and_no_position_is_ahead_of_its_users()
    {
        const int MaxUsers = 100;
        await using EngineWorld world = await CreateAsync(Partitions);
        RunningEngine engine = await world.StartAsync(
            ("Pathway:Engine:MaxUsersPerCommit", $"{MaxUsers}"), ("Pathway:Engine:MaxUsersInMemory", "1000"));
        await engine.ReadsAsync(Partitions);
        await ProduceAsync(world);
        await engine.WaitAsync(
            async () =>
            {
                Assert.Equal(0, await world.Database.ScalarAsync<long>(NotDurable));
                return await Progress.SumAsync(world.Kafka, world.Database) == Partitions * Events;
            },
            "everything durable");
        Assert.Equal(Partitions * Events, await world.Database.ScalarAsync<long>("SELECT count(*) FROM events WHERE count = 1"));
        Assert.InRange(await LargestAsync(world, "orleansstorage"), MaxUsers / 2, MaxUsers);
    }

    [Fact]
    public async Task A_commit_has_about_the_configured_number_of_window_rows()
    {
        const int MaxRows = 1_000;
        const int RowsPerUser = 20;
        await using EngineWorld world = await CreateAsync(Partitions);
        RunningEngine engine = await world.StartAsync(
            ("Pathway:Engine:MaxWindowRowsPerCommit", $"{MaxRows}"),
            WindowedEvents.Setting([WindowDefinition.Sliding("hour", 3_600_000, 180_000)]));
        await engine.ReadsAsync(Partitions);
        await ProduceAsync(world);
        await world.DurableAsync(engine, 0, Events);
        await world.DurableAsync(engine, 1, Events);
        Assert.Equal(
            Partitions * Events * RowsPerUser, await world.Database.ScalarAsync<long>("SELECT count(*) FROM hour"));

        // The rows of one user stay together.
        Assert.InRange(await LargestAsync(world, "hour"), MaxRows / 2, MaxRows + RowsPerUser - 1);
    }

    // While commits are held, more is read than one commit may have.
    private static async Task ProduceAsync(EngineWorld world)
    {
        await using HeldCommits held = await HeldCommits.StartAsync(world.Database);
        for (int partition = 0; partition < Partitions; partition++)
        {
            await world.Kafka.ProduceAsync(
                partition, Enumerable.Range(0, Events).Select(user => KafkaForTests.Event($"p{partition}u{user}", 1)));
        }
    }

    private static Task<long> LargestAsync(EngineWorld world, string table) =>
        world.Database.ScalarAsync<long>(
        $"SELECT max(rows) FROM (SELECT count(*) AS rows FROM {table} GROUP BY xmin::text) AS commits");
}
