using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;

namespace PathwayOrleans.Sources.Tests.Kafka;

[Trait("Tier", "Slow")]
public class TroubledBrokerTests
{
    [Fact]
    public async Task Records_deleted_while_a_partition_is_paused_are_reported_when_it_resumes()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 2));
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 2, "the existing records");
        driver.Reader.Pause([0]);
        await kafka.ProduceAsync(0, Events(2, 8));
        await kafka.DeleteRecordsBeforeAsync(0, 7);
        driver.Reader.Resume([0]);
        driver.ReadUntil(() => driver.Lost.Count > 0, "the report of the lost position");
        Assert.Equal(2, driver.Records.Count);
    }

    [Fact]
    public async Task A_slow_broker_does_not_undo_a_seek_right_after_the_assignment()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        EmbeddedKafka broker = kafka.Faults;
        for (int i = 0; i < kafka.Partitions * 3; i++)
        {
            // One batch each, so that one fetch does not return all of them.
            await kafka.ProduceAsync(i % kafka.Partitions, Events(i, 1));
        }

        broker.SetRoundTripTime(TimeSpan.FromMilliseconds(300));
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == kafka.Partitions * 3, "every record of every partition");
    }

    [Fact]
    public async Task A_partition_is_read_from_its_position_even_if_the_broker_does_not_return_its_end()
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
    public async Task Reading_continues_after_an_outage_of_the_brokers()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        EmbeddedKafka broker = kafka.Faults;
        await kafka.ProduceAsync(0, Events(0, 5));
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 5 && driver.Assigned.Count == 2, "the existing records");
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
    public async Task Unavailable_bounds_are_an_infrastructure_error()
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
                    return await driver.Reader.QueryBoundsAsync(
                        0, CancellationToken.None) == new LogBounds(Position.Zero, Position.Zero);
                }
                catch (SourceUnavailableException)
                {
                    return false;
                }
            },
            "the bounds after the outage");
    }

    [Fact]
    public async Task A_missing_topic_is_named_and_read_after_it_is_created()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 3);
        await kafka.DeleteTopicAsync();
        using var driver = new ReaderDriver(kafka, options => options.Client["topic.metadata.refresh.interval.ms"] = "300");
        driver.ReadUntil(
            () => driver.Log.Messages.Any(m => m.Contains($"topic {kafka.Topic} does not exist", StringComparison.Ordinal)),
            "the warning");
        await kafka.CreateTopicAsync();
        await kafka.ProduceAsync(2, Events(0, 1));
        driver.ReadUntil(() => driver.Records.Count == 1, "the first record");
    }

    private static IEnumerable<byte[]> Events(int first, int count) =>
        Enumerable.Range(first, count).Select(i => KafkaForTests.Event("u", i));
}
