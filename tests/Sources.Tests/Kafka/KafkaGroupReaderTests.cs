using Confluent.Kafka;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaGroupReaderTests
{
    [Fact]
    public async Task A_tombstone_and_an_empty_payload_are_delivered_without_bytes()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, [null, []]);
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 2, "both records");
        Assert.All(driver.Records, record => Assert.True(record.Content is { Bytes.IsEmpty: true } && !record.IsEmpty));
    }

    [Fact]
    public async Task The_end_of_a_log_is_known_after_reading_it()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 0, 10));
        using var driver = new ReaderDriver(kafka);
        Assert.Null(driver.Reader.EndOf(0));
        driver.ReadUntil(() => driver.Records.Count == 10, "all records");
        Assert.Equal(Position.FromOffset(10), driver.Reader.EndOf(0));
    }

    [Fact]
    public async Task A_replaced_static_member_does_not_continue()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        if (!KafkaForTests.IsReal)
        {
            Assert.Skip("The embedded broker does not support static membership.");
        }

        using var first = new ReaderDriver(kafka, options => options.GroupInstanceId = "pod-0");
        first.ReadUntil(() => first.Assigned.Count == 1, "the first member has its partition");
        using var second = new ReaderDriver(kafka, options => options.GroupInstanceId = "pod-0");
        InvalidOperationException fenced = Assert.Throws<InvalidOperationException>(
            () => first.ReadUntil(() => false, "the error that another member has the same name", second));
        Assert.Contains("restart the process", fenced.Message, StringComparison.Ordinal);
        second.ReadUntil(() => second.Assigned.Count == 1, "the second member has the partition");
    }

    [Fact]
    public async Task The_brokers_timestamp_replaces_a_missing_time()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        DateTimeOffset timestamp = DateTimeOffset.FromUnixTimeMilliseconds(1_650_000_000_123);
        await kafka.ProduceAsync(0, [KafkaForTests.Event("u", 1, time: null), KafkaForTests.Event("u", 2, time: 77)], timestamp);
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 2, "both records");
        Assert.Equal([1_650_000_000_123, 77L], driver.Records.Select(record => record.Event.Time));
        Assert.All(driver.Records, record => Assert.Null(record.Raw));
    }

    [Fact]
    public async Task A_record_with_a_timestamp_out_of_range_is_delivered_as_bytes()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        byte[] withoutTime = KafkaForTests.Event("u", 1, time: null);
        DateTimeOffset tooLate = DateTimeOffset.FromUnixTimeMilliseconds(EventLimits.MaxTime + 1);
        if (KafkaForTests.IsReal)
        {
            Assert.Skip("A real broker refuses timestamps that far ahead itself.");
        }

        await kafka.ProduceAsync(0, [withoutTime], tooLate);
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 1, "the record");
        Assert.Equal(withoutTime, driver.Records[0].Content!.Bytes.ToArray());
    }

    [Fact]
    public async Task The_groups_offset_follows_the_reported_durable_position()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 0, 10));
        await kafka.ProduceAsync(1, Events(1, 0, 10));
        using (var driver = new ReaderDriver(kafka))
        {
            driver.ReadUntil(() => driver.Records.Count == 20, "all records");
            Assert.Equal([Offset.Unset, Offset.Unset], GroupOffsets.Committed(kafka));
            driver.Reader.ReportDurable(0, Position.FromOffset(4));
            driver.ReadUntil(() => GroupOffsets.Committed(kafka)[0] == 4, "the offset is committed in the background");
            Assert.Equal(Offset.Unset, GroupOffsets.Committed(kafka)[1]);
            driver.Reader.ReportDurable(0, Position.FromOffset(9));
        }

        // Closing commits the remaining offsets, but not those of records that were read and not reported.
        Assert.Equal([9, Offset.Unset], GroupOffsets.Committed(kafka));
    }

    [Fact]
    public async Task The_end_of_a_partition_is_not_delivered_as_a_record()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 0, 3));

        // librdkafka announces the end of each partition as a result without a message.
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 3, "all records");
        await kafka.ProduceAsync(0, Events(0, 3, 3));
        driver.ReadUntil(() => driver.Records.Count == 6, "the records after an end");
    }

    private static IEnumerable<byte[]> Events(int partition, int first, int count) =>
        Enumerable.Range(first, count).Select(i => KafkaForTests.Event($"u{partition}", i, 1_700_000_000_000 + i));
}
