using PathwayOrleans.Producer.Events;
using PathwayOrleans.Standalone.Batch;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests.Batch;

[Trait("Tier", "Slow")]
public sealed class BatchRangeTests
{
    private const string Progress = "SELECT partition, next_offset FROM source_progress ORDER BY partition";

    private static readonly LoadOptions Events = new() { Events = 30_000, Users = 400, Malformed = 50 };

    [Fact]
    public async Task A_topic_counted_live_is_not_counted_again_and_can_be_rebuilt_under_another_service_id()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using Load load = await Load.ProduceAsync(kafka, Events);
        await using (Worker live = Worker.Start(kafka, database.Url))
        {
            await load.AssertExactAsync(kafka, database);
            Assert.Equal(0, await live.StopAsync());
        }

        BatchResult again = await BatchRunner.RunRangeAsync(database, kafka);
        Assert.Equal(
            (true, 30_050, 0, 30_050, 0),
            (again.IsFinished, again.Records, again.Applied, again.AlreadyApplied, again.DeadLetters));
        await load.AssertExactAsync(kafka, database);

        BatchResult rebuilt = await BatchRunner.RunRangeAsync(database, kafka, "rebuild-1");
        Assert.Equal(
            (true, 30_050, 30_000, 0, 50),
            (rebuilt.IsFinished, rebuilt.Records, rebuilt.Applied, rebuilt.AlreadyApplied, rebuilt.DeadLetters));
        Assert.Equal(kafka.Partitions, rebuilt.Inputs.Count);
        await load.AssertExactAsync(kafka, database, "rebuild-1");
        Assert.Empty(await database.RowsAsync(
            """(TABLE events EXCEPT TABLE "rebuild-1".events) UNION ALL (TABLE "rebuild-1".events EXCEPT TABLE events)"""));
    }

    [Fact]
    public async Task A_range_continues_at_the_durable_position_and_the_live_engine_where_the_range_ended()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 3);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using Load first = await Load.ProduceAsync(kafka, Events);
        Assert.Equal(30_000, (await BatchRunner.RunRangeAsync(database, kafka)).Applied);
        using Load second = await Load.ProduceAsync(kafka, Events with { Seed = 2, UserPrefix = "w", Malformed = 0 });
        BatchResult result = await BatchRunner.RunRangeAsync(database, kafka);
        Assert.Equal((true, 60_050, 30_000, 30_050), (result.IsFinished, result.Records, result.Applied, result.AlreadyApplied));

        using Load third = await Load.ProduceAsync(kafka, Events with { Seed = 3, UserPrefix = "x", Malformed = 0 });
        await using Worker live = Worker.Start(kafka, database.Url);
        await third.DurableAsync(kafka, database);
        Assert.Equal("90000", await database.ScalarAsync<string>("SELECT sum(count)::text FROM events"));
        await live.WaitForAsync(
            async () => await live.StatusAsync() is { EventsApplied: 30_000, EventsSkipped: 0 }, "counting only the rest");
    }

    [Fact]
    public async Task A_time_range_is_half_open_and_is_rejected_if_it_begins_above_the_durable_position()
    {
        if (!KafkaForTests.IsReal)
        {
            Assert.Skip("The embedded broker has no timestamp index.");
        }

        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var begin = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
        for (int second = 0; second < 10; second++)
        {
            await kafka.ProduceAsync(1, [KafkaForTests.Event("a", 1), KafkaForTests.Event("b", 2)], begin.AddSeconds(second));
        }

        BatchResult middle = await BatchRunner.RunRangeAsync(
            database, kafka, "pathway", begin.AddSeconds(2), begin.AddSeconds(4));
        Assert.Equal((true, 4, 4), (middle.IsFinished, middle.Records, middle.Applied));
        Assert.Equal(["1|8"], await database.RowsAsync(Progress));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => BatchRunner.RunRangeAsync(database, kafka, "pathway", begin.AddSeconds(6)));
        Assert.Contains("has counted everything below 8, and the range begins at 12", refused.Message);
        Assert.Equal(["1|8"], await database.RowsAsync(Progress));

        BatchResult overlap = await BatchRunner.RunRangeAsync(
            database, kafka, "pathway", begin.AddSeconds(1), begin.AddSeconds(7));
        Assert.Equal((12, 6, 6), (overlap.Records, overlap.Applied, overlap.AlreadyApplied));
        Assert.Equal(["a|5", "b|5"], await database.RowsAsync("SELECT user_id, count FROM events ORDER BY user_id"));
    }

    [Fact]
    public async Task Deleted_records_are_not_skipped()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await kafka.ProduceAsync(0, Enumerable.Range(0, 10).Select(i => KafkaForTests.Event("a", i)));
        await BatchRunner.RunRangeAsync(database, kafka);
        await kafka.ProduceAsync(0, Enumerable.Range(0, 10).Select(i => KafkaForTests.Event("a", i)));
        await kafka.DeleteRecordsBeforeAsync(0, 15);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => BatchRunner.RunRangeAsync(database, kafka));
        Assert.Contains("records 10 to 14 are gone", refused.Message);
        Assert.Equal(["0|10"], await database.RowsAsync(Progress));
    }

    [Fact]
    public async Task A_missing_topic_is_an_error()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await kafka.DeleteTopicAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => BatchRunner.RunRangeAsync(database, kafka));
        Assert.Contains($"Kafka topic '{kafka.Topic}' at {kafka.BootstrapServers} does not exist", refused.Message);
    }
}
