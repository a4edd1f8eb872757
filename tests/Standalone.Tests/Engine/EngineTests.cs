using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests.Engine;

public sealed class EngineTests
{
    private const string Totals = "SELECT user_id, count, total_value FROM events ORDER BY user_id";

    [Fact]
    public async Task A_partition_without_progress_is_read_from_its_beginning()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 1);
        Fill(reader, 0, 100);
        await using EngineUnderTest engine = await EngineUnderTest.StartAsync(reader, database);
        reader.Assign(0);
        await EngineUnderTest.DurableAsync(database, 0, 100);
        Assert.Equal(["a|50|50", "b|50|100"], await database.RowsAsync(Totals));
        await Eventually.SucceedsAsync(
            () => reader.Reported.TryGetValue(0, out var next) && next.ToOffset() == 100,
            "the report of the durable position to the source");
    }

    [Fact]
    public async Task Everything_read_is_durable_when_a_revocation_returns()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 2);
        Fill(reader, 0, 5_000);
        await using EngineUnderTest engine = await EngineUnderTest.StartAsync(reader, database);
        reader.Assign(0, 1);
        await Eventually.SucceedsAsync(() => engine.Counters.Applied > 0, "reading");
        reader.Revoke(0);
        reader.Assign(0);
        await EngineUnderTest.DurableAsync(database, 0, 5_000);
        Assert.Equal(["a|2500|2500", "b|2500|5000"], await database.RowsAsync(Totals));

        // Everything was flushed before the revocation returned, so nothing was read twice.
        Assert.Equal(0, engine.Counters.Skipped);
    }

    [Fact]
    public async Task A_partition_lost_and_assigned_again_counts_nothing_twice()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 1);
        Fill(reader, 0, 20_000);
        await using EngineUnderTest engine = await EngineUnderTest.StartAsync(reader, database);
        for (int i = 0; i < 10; i++)
        {
            reader.Assign(0);
            reader.Lose(0);
        }

        reader.Assign(0);
        await EngineUnderTest.DurableAsync(database, 0, 20_000);
        Assert.Equal(["a|10000|10000", "b|10000|20000"], await database.RowsAsync(Totals));
    }

    [Fact]
    public async Task After_a_lost_position_reading_continues_at_the_durable_one()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 1);
        Fill(reader, 0, 1_000);
        await using EngineUnderTest engine = await EngineUnderTest.StartAsync(reader, database);
        reader.Assign(0);
        await EngineUnderTest.DurableAsync(database, 0, 1_000);
        int seeks = reader.Seeks;
        reader.LosePosition(0);
        Fill(reader, 0, 1_000);
        await EngineUnderTest.DurableAsync(database, 0, 2_000);
        Assert.Equal(seeks + 1, reader.Seeks);
        Assert.Equal(["a|1000|1000", "b|1000|2000"], await database.RowsAsync(Totals));
    }

    [Fact]
    public async Task A_stopped_engine_leaves_everything_durable_and_a_new_one_continues()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 1);
        Fill(reader, 0, 3_000);
        await using (EngineUnderTest first = await EngineUnderTest.StartAsync(reader, database))
        {
            reader.Assign(0);
            await Eventually.SucceedsAsync(() => first.Counters.Applied > 0, "reading");
        }

        Fill(reader, 0, 3_000);
        await using EngineUnderTest second = await EngineUnderTest.StartAsync(reader, database);
        reader.Assign(0);
        await EngineUnderTest.DurableAsync(database, 0, 6_000);
        Assert.Equal(["a|3000|3000", "b|3000|6000"], await database.RowsAsync(Totals));
        Assert.Equal(0, second.Counters.Skipped);
    }

    // Events of the users a and b alternate; the values are 1 for a and 2 for b.
    private static void Fill(ScriptedReader reader, int partition, int events)
    {
        for (int i = 0; i < events; i++)
        {
            reader.Append(partition, i % 2 == 0 ? "a" : "b", i % 2 == 0 ? 1 : 2);
        }
    }
}
