using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class TroubledBrokerTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public async Task A_position_that_the_log_does_not_hold_is_told_and_nothing_is_skipped(long position)
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 10));
        await kafka.ProduceAsync(1, Events(0, 1));
        await kafka.DeleteRecordsBeforeAsync(0, 8);
        using var driver = new ReaderDriver(kafka) { StartAt = partition => Position.FromOffset(partition == 0 ? position : 0) };
        driver.ReadUntil(() => driver.Lost.Count > 0 && driver.Of(1).Any(), "being told, and the other partition");
        Assert.Equal(0, driver.Lost[0].Partition);
        Assert.NotEmpty(driver.Lost[0].Error);

        // It waits for a new position, however much is written.
        await kafka.ProduceAsync(0, Events(10, 1));
        await kafka.ProduceAsync(1, Events(1, 1));
        driver.ReadUntil(() => driver.Of(1).Count() == 2, "the other partition");
        Assert.Single(driver.Lost);
        Assert.Empty(driver.Of(0));

        LogBounds bounds = await driver.Reader.QueryBoundsAsync(0, CancellationToken.None);
        driver.Seek(0, bounds.Low.ToOffset());
        driver.ReadUntil(() => driver.Of(0).Count() == 3, "the records that are left");
        Assert.Equal([8L, 9, 10], driver.Of(0).Select(record => record.Position.ToOffset()));
    }

    [Fact]
    public async Task Retention_that_passes_a_paused_partition_is_told_when_it_goes_on()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 2));
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 2, "what is there");
        driver.Reader.Pause([0]);
        await kafka.ProduceAsync(0, Events(2, 8));
        await kafka.DeleteRecordsBeforeAsync(0, 7);
        driver.Reader.Resume([0]);
        driver.ReadUntil(() => driver.Lost.Count > 0, "being told");
        Assert.Equal(2, driver.Records.Count);
    }

    [Fact]
    public async Task A_slow_broker_does_not_undo_a_seek_right_after_the_assignment()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        EmbeddedKafka broker = kafka.Faults;
        for (int i = 0; i < kafka.Partitions * 3; i++)
        {
            // A batch each, so that one answer does not bring them all.
            await kafka.ProduceAsync(i % kafka.Partitions, Events(i, 1));
        }

        broker.SetRoundTripTime(TimeSpan.FromMilliseconds(300));
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == kafka.Partitions * 3, "every record of every partition");
    }

    [Fact]
    public async Task A_partition_is_read_from_its_position_even_where_the_broker_would_not_say_where_it_ends()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        EmbeddedKafka broker = kafka.Faults;
        await kafka.ProduceAsync(0, Events(0, 10));
        await kafka.DeleteRecordsBeforeAsync(0, 5);
        broker.PushErrors(KafkaApiKey.ListOffsets, ErrorCode.TopicAuthorizationFailed);
        using var driver = new ReaderDriver(kafka) { StartAt = _ => null };
        driver.ReadUntil(() => driver.Assigned.Count == 1, "the assignment");
        driver.Seek(0, 7);
        driver.ReadUntil(() => driver.Records.Count == 3, "the records from there on");
        Assert.Equal([7L, 8, 9], driver.Records.Select(record => record.Position.ToOffset()));
        Assert.Empty(driver.Lost);
    }

    [Fact]
    public async Task An_outage_of_the_brokers_costs_nothing_but_time()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        EmbeddedKafka broker = kafka.Faults;
        await kafka.ProduceAsync(0, Events(0, 5));
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 5 && driver.Assigned.Count == 2, "what is there");
        Assert.True(await driver.Reader.IsReachableAsync(CancellationToken.None));

        broker.SetDown();
        driver.ReadUntil(() => driver.Log.At(LogLevel.Warning).Count > 0, "the outage is logged");
        Assert.False(await driver.Reader.IsReachableAsync(CancellationToken.None));
        broker.SetUp();
        await kafka.ProduceAsync(0, Events(5, 5));
        driver.ReadUntil(() => driver.Records.Count >= 10, "the records after the outage");
        Assert.True(await driver.Reader.IsReachableAsync(CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), driver.Of(0).Select(record => record.Position.ToOffset()));
        Assert.Empty(driver.Lost);
    }

    [Fact]
    public async Task Bounds_that_nobody_tells_are_infrastructure()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        EmbeddedKafka broker = kafka.Faults;
        using var driver = new ReaderDriver(kafka);
        broker.SetDown();
        SourceUnavailableException failed = await Assert.ThrowsAsync<SourceUnavailableException>(
            () => driver.Reader.QueryBoundsAsync(0, CancellationToken.None));
        Assert.Contains($"partition 0 of {kafka.Topic}", failed.Message, StringComparison.Ordinal);
        broker.SetUp();
        await Eventually.SucceedsAsync(
            async () =>
            {
                try
                {
                    return await driver.Reader.QueryBoundsAsync(0, CancellationToken.None) == new LogBounds(Position.Zero, Position.Zero);
                }
                catch (SourceUnavailableException)
                {
                    return false;
                }
            },
            "the bounds after the outage");
    }

    [Fact]
    public async Task A_topic_that_is_missing_is_named_and_read_once_it_is_there()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 3);
        await kafka.DeleteTopicAsync();
        using var driver = new ReaderDriver(kafka, options => options.Client["topic.metadata.refresh.interval.ms"] = "300");
        driver.ReadUntil(() => driver.Log.Messages.Any(m => m.Contains($"topic {kafka.Topic} does not exist", StringComparison.Ordinal)), "the warning");
        await kafka.CreateTopicAsync();
        await kafka.ProduceAsync(2, Events(0, 1));
        driver.ReadUntil(() => driver.Records.Count == 1, "the first record");
    }

    private static IEnumerable<byte[]> Events(int first, int count) =>
        Enumerable.Range(first, count).Select(i => KafkaForTests.Event("u", i));
}
