using System.Text;
using Confluent.Kafka;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaGroupReaderTests
{
    [Fact]
    public async Task Every_record_of_every_partition_comes_in_order_from_its_position_on()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        for (int partition = 0; partition < kafka.Partitions; partition++)
        {
            await kafka.ProduceAsync(partition, Events(partition, 0, 50));
        }

        using var driver = new ReaderDriver(kafka) { StartAt = partition => Position.FromOffset(partition * 3) };
        driver.ReadUntil(() => driver.Records.Count >= (10 * 50) - (45 * 3), "all records");
        await kafka.ProduceAsync(4, Events(4, 50, 1));
        driver.ReadUntil(() => driver.Of(4).Last().Position == Position.FromOffset(50), "a record that was written later");

        Assert.Equal(kafka.Partitions, driver.Assigned.Count);
        for (int partition = 0; partition < kafka.Partitions; partition++)
        {
            int first = partition * 3;
            int count = 50 - first + (partition == 4 ? 1 : 0);
            Assert.Equal(
                Enumerable.Range(first, count).Select(i => new SourceRecord(
                    partition, Position.FromOffset(i), new UserEvent($"u{partition}", i, 1000 + i), RejectionReason.None, null)),
                driver.Of(partition));
        }
    }

    [Fact]
    public async Task A_partition_delivers_nothing_before_it_has_a_position()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(1, Events(1, 0, 5));
        using var driver = new ReaderDriver(kafka) { StartAt = partition => partition == 0 ? Position.Zero : null };
        for (int round = 0; round < 3; round++)
        {
            await kafka.ProduceAsync(1, Events(1, 5 + round, 1));
            await kafka.ProduceAsync(0, Events(0, round, 1));
            driver.ReadUntil(() => driver.Of(0).Count() == round + 1, "the positioned partition");
        }

        Assert.Empty(driver.Of(1));
        driver.Seek(1, 2);
        driver.ReadUntil(() => driver.Of(1).Count() == 6, "the other partition");
        Assert.Equal(Position.FromOffset(2), driver.Of(1).First().Position);
    }

    [Fact]
    public async Task Seeking_back_delivers_again_and_seeking_ahead_skips()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 0, 10));
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 10, "all records");
        driver.Seek(0, 4);
        driver.ReadUntil(() => driver.Records.Count == 16, "the records again");
        driver.Seek(0, 8);
        driver.ReadUntil(() => driver.Records.Count == 18, "the last two");
        Assert.Equal(
            Enumerable.Range(0, 10).Concat(Enumerable.Range(4, 6)).Concat(Enumerable.Range(8, 2)).Select(i => (long)i),
            driver.Records.Select(record => record.Position.ToOffset()));
    }

    [Fact]
    public async Task Seeking_in_mid_stream_leaves_nothing_of_what_was_fetched_before()
    {
        const int Count = 5_000;
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 0, Count));
        using var driver = new ReaderDriver(kafka);
        foreach (int target in (int[])[17, 0, 4_000, 1_000])
        {
            int before = driver.Records.Count;
            driver.ReadUntil(() => driver.Records.Count >= before + 100, "a hundred records");
            int seen = driver.Records.Count;
            driver.Seek(0, target);
            driver.ReadUntil(() => driver.Records.Count > seen, "the first record after the seek");
            Assert.Equal(Position.FromOffset(target), driver.Records[seen].Position);
        }
    }

    [Fact]
    public async Task A_paused_partition_waits_and_goes_on_where_it_was()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 0, 3));
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Of(0).Count() == 3 && driver.Assigned.Count == 2, "what is there");
        driver.Reader.Pause([0]);
        for (int round = 0; round < 3; round++)
        {
            await kafka.ProduceAsync(0, Events(0, 3 + round, 1));
            await kafka.ProduceAsync(1, Events(1, round, 1));
            driver.ReadUntil(() => driver.Of(1).Count() == round + 1, "the other partition");
        }

        Assert.Equal(3, driver.Of(0).Count());
        driver.Reader.Resume([0]);
        driver.ReadUntil(() => driver.Of(0).Count() == 6, "the paused partition");
        Assert.Equal([0L, 1, 2, 3, 4, 5], driver.Of(0).Select(record => record.Position.ToOffset()));
    }

    [Fact]
    public async Task What_is_no_event_comes_with_its_reason_and_its_bytes()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        byte[] garbage = [0xFF, 0, 1];
        byte[] noValue = Encoding.UTF8.GetBytes("""{"user_id":"u"}""");
        byte[] poison = Encoding.UTF8.GetBytes("""{"\ud800":1}""");
        byte[] large = [.. Encoding.UTF8.GetBytes("{\"user_id\":\"u\",\"value\":1}"), .. Enumerable.Repeat((byte)' ', 500_000)];
        await kafka.ProduceAsync(0, [null, [], garbage, noValue, poison, large, KafkaForTests.Event("u", 1)]);
        using var driver = new ReaderDriver(kafka);
        driver.ReadUntil(() => driver.Records.Count == 7, "all records");

        Assert.Equal(
            [
                RejectionReason.Empty, RejectionReason.Empty, RejectionReason.NotJson, RejectionReason.ValueMissing, RejectionReason.UserIdMissing,
                RejectionReason.None, RejectionReason.None,
            ],
            driver.Records.Select(record => record.Rejection));
        Assert.Equal(new byte[]?[] { null, [], garbage, noValue, poison, null, null }, driver.Records.Select(record => record.Raw));
    }

    [Fact]
    public async Task The_brokers_timestamp_stands_in_for_an_absent_time()
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
    public async Task A_timestamp_out_of_range_makes_the_record_bad_with_its_bytes()
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
        Assert.Equal(RejectionReason.TimeAfter2262, driver.Records[0].Rejection);
        Assert.Equal(withoutTime, driver.Records[0].Raw);
    }

    [Fact]
    public async Task The_groups_offset_follows_what_was_reported_durable()
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

        // Closing commits what is left, and nothing that was read but not reported.
        Assert.Equal([9, Offset.Unset], GroupOffsets.Committed(kafka));
    }

    [Fact]
    public async Task Reporting_for_a_partition_that_is_not_ours_is_harmless()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        using var driver = new ReaderDriver(kafka);
        driver.Reader.ReportDurable(0, Position.FromOffset(4));
        driver.ReadUntil(() => driver.Assigned.Count == 1, "the assignment");
        driver.Reader.ReportDurable(7, Position.FromOffset(4));
        Assert.False(driver.Reader.TrySeek(7, Position.Zero));
        Assert.Null(driver.Reader.EndOf(7));
    }

    [Fact]
    public async Task The_logs_bounds_are_told_when_asked_and_its_end_as_last_heard()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 0, 10));
        using var driver = new ReaderDriver(kafka);
        Assert.Null(driver.Reader.EndOf(0));
        Assert.Equal(new LogBounds(Position.Zero, Position.FromOffset(10)), await driver.Reader.QueryBoundsAsync(0, CancellationToken.None));
        Assert.Equal(new LogBounds(Position.Zero, Position.Zero), await driver.Reader.QueryBoundsAsync(1, CancellationToken.None));

        driver.ReadUntil(() => driver.Records.Count == 10, "all records");
        Assert.Equal(Position.FromOffset(10), driver.Reader.EndOf(0));
        await kafka.DeleteRecordsBeforeAsync(0, 6);
        Assert.Equal(
            new LogBounds(Position.FromOffset(6), Position.FromOffset(10)), await driver.Reader.QueryBoundsAsync(0, CancellationToken.None));
    }

    [Fact]
    public async Task The_end_of_a_partition_is_a_matter_of_the_reader_alone()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 0, 3));

        // librdkafka then announces each partition's end as a result without a message.
        using var driver = new ReaderDriver(kafka, options => options.Client["enable.partition.eof"] = "true");
        driver.ReadUntil(() => driver.Records.Count == 3, "all records");
        await kafka.ProduceAsync(0, Events(0, 3, 3));
        driver.ReadUntil(() => driver.Records.Count == 6, "the records after an end");
    }

    private static IEnumerable<byte[]> Events(int partition, int first, int count) =>
        Enumerable.Range(first, count).Select(i => KafkaForTests.Event($"u{partition}", i, 1000 + i));
}
