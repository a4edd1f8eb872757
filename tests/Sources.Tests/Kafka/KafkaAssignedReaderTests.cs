using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;

namespace PathwayOrleans.Sources.Tests.Kafka;

[Trait("Tier", "Slow")]
public class KafkaAssignedReaderTests
{
    [Fact]
    public async Task A_partition_added_at_the_end_of_the_log_waits_for_new_records()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 3));
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.FromOffset(3));
        driver.Reader.Add(1, Position.Zero);
        await kafka.ProduceAsync(0, Events(3, 1));
        await kafka.ProduceAsync(1, Events(0, 1));
        driver.ReadUntil(() => driver.Records.Count == 2, "the first records after the ends");
        Assert.Equal([3], Offsets(driver, 0));
        Assert.Empty(driver.Lost);
    }

    [Fact]
    public async Task The_loss_of_a_position_is_discarded_with_its_partition()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 10));
        await kafka.DeleteRecordsBeforeAsync(0, 8);
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.Zero);
        driver.ReadUntil(() => driver.Lost.Count > 0, "the report of the lost position");
        driver.Reader.Remove(0);
        driver.Reader.Add(0, Position.FromOffset(8));
        driver.ReadUntil(() => driver.Records.Count == 2, "the records that are left");
        driver.Seek(0, 9);
        driver.ReadUntil(() => driver.Records.Count == 3, "the last record");
        Assert.Equal([8, 9, 9], Offsets(driver, 0));
    }

    [Fact]
    public async Task An_offset_that_was_reset_is_published_again_after_a_minute_without_records()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 10));
        var time = new SettableTime();
        using var driver = new AssignedReaderDriver(kafka, time: time);
        driver.Reader.Add(0, Position.Zero);
        driver.ReadUntil(() => driver.Records.Count == 10, "all records");
        driver.Reader.ReportDurable(0, Position.FromOffset(10));
        driver.ReadUntil(() => GroupOffsets.Committed(kafka)[0] == 10, "the offset is committed");
        GroupOffsets.Reset(kafka, partition: 0, offset: 2);
        time.Elapsed = TimeSpan.FromSeconds(59);
        driver.ReadOnce();
        Assert.Equal(2, GroupOffsets.Committed(kafka)[0].Value);
        time.Elapsed = TimeSpan.FromSeconds(121);
        driver.ReadUntil(() => GroupOffsets.Committed(kafka)[0] == 10, "the offset is published again");
    }

    [Fact]
    public async Task The_groups_offset_follows_the_reported_durable_position()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 10));
        await kafka.ProduceAsync(1, Events(0, 10));
        using (var driver = new AssignedReaderDriver(kafka, options => options.GroupInstanceId = "instance"))
        {
            driver.Reader.ReportDurable(0, Position.FromOffset(1));
            driver.Reader.Add(0, Position.Zero);
            driver.Reader.Add(1, Position.Zero);
            driver.ReadUntil(() => driver.Records.Count == 20, "all records");
            driver.Reader.ReportDurable(0, Position.FromOffset(4));
            driver.ReadUntil(() => GroupOffsets.Committed(kafka)[0] == 4, "the offset is committed in the background");
            Assert.Equal(Offset.Unset, GroupOffsets.Committed(kafka)[1]);

            driver.Reader.ReportDurable(1, Position.FromOffset(8));
            driver.Reader.Remove(1);
            driver.Reader.ReportDurable(1, Position.FromOffset(10));
            driver.ReadUntil(() => GroupOffsets.Committed(kafka)[1] == 8, "what was reported before the removal is committed");
            driver.Reader.ReportDurable(0, Position.FromOffset(9));
        }

        Assert.Equal([9, 8], GroupOffsets.Committed(kafka));
    }

    [Fact]
    public async Task Rejected_group_offsets_do_not_stop_reading_and_are_logged_once()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 10));
        using var driver = new AssignedReaderDriver(kafka, options => options.Client["auto.commit.interval.ms"] = "50");
        using (var group = new ReaderDriver(kafka))
        {
            group.ReadUntil(() => group.Assigned.Count == 2 && group.Records.Count == 10, "the group has a live member");
            driver.Reader.Add(0, Position.Zero);
            driver.ReadUntil(() => driver.Records.Count == 10, "all records");
            driver.Reader.ReportDurable(0, Position.FromOffset(5));
            ReadBothUntil(() => Refusals(driver) == 1, "the log of the rejection");

            for (int round = 0; round < 20; round++)
            {
                // In every round the client has an offset to commit, and enough time for the commit to fail.
                int expected = driver.Records.Count + 1;
                await kafka.ProduceAsync(0, Events(10 + round, 1));
                ReadBothUntil(() => driver.Records.Count == expected, "the next record");
                driver.Reader.ReportDurable(0, Position.FromOffset(6 + round));
                ReadBothUntil(() => false, "", rounds: 5);
            }

            Assert.Equal(1, Refusals(driver));
            driver.Seek(0, 28);
            ReadBothUntil(() => driver.Records.Count == 32, "the last two again");
            driver.Reader.Add(1, Position.Zero);
            await kafka.ProduceAsync(1, Events(0, 1));
            ReadBothUntil(() => driver.Of(1).Any(), "a partition added after the refusal");

            void ReadBothUntil(Func<bool> done, string what, int rounds = int.MaxValue) => driver.ReadUntil(
                () =>
                {
                    group.ReadOnce();
                    return done() || rounds-- <= 0;
                },
                what);
        }

        Assert.Empty(driver.Lost);
    }

    [Fact]
    public async Task Group_offsets_are_committed_again_after_a_rejection()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        kafka.Faults.PushErrors(
            KafkaApiKey.OffsetCommit, ErrorCode.UnknownMemberId, ErrorCode.IllegalGeneration, ErrorCode.UnknownMemberId);
        await kafka.ProduceAsync(0, Events(0, 10));
        using var driver = new AssignedReaderDriver(kafka, options => options.Client["auto.commit.interval.ms"] = "50");
        driver.Reader.Add(0, Position.Zero);
        driver.ReadUntil(() => driver.Records.Count == 10, "all records");
        driver.Reader.ReportDurable(0, Position.FromOffset(7));
        driver.ReadUntil(
            () => driver.Log.At(LogLevel.Information)
                .Any(m => m.Contains("accepts offset commits again", StringComparison.Ordinal)),
            "the log that commits are accepted");
        Assert.Equal(7, GroupOffsets.Committed(kafka)[0]);
        Assert.Equal(1, Refusals(driver));
    }

    [Fact]
    public async Task Reading_continues_after_an_outage_of_the_brokers()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 5));
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.Zero);
        driver.ReadUntil(() => driver.Records.Count == 5, "the existing records");
        kafka.Faults.SetDown();
        driver.ReadUntil(() => driver.Log.At(LogLevel.Warning).Count > 0, "the outage is logged");
        driver.Reader.Add(1, Position.Zero);
        kafka.Faults.SetUp();
        await kafka.ProduceAsync(0, Events(5, 5));
        await kafka.ProduceAsync(1, Events(0, 1));
        driver.ReadUntil(() => driver.Of(0).Count() == 10 && driver.Of(1).Any(), "the records after the outage");
        Assert.Equal(Enumerable.Range(0, 10), Offsets(driver, 0));
        Assert.Empty(driver.Lost);
    }

    private static IEnumerable<byte[]> Events(int first, int count) =>
        Enumerable.Range(first, count).Select(i => KafkaForTests.Event("u", i));

    private static IEnumerable<int> Offsets(AssignedReaderDriver driver, int partition) =>
        driver.Of(partition).Select(record => (int)record.Position.ToOffset());

    private static int Refusals(AssignedReaderDriver driver) => driver.Log.At(LogLevel.Warning).Count;

    private sealed class SettableTime : TimeProvider
    {
        internal TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
