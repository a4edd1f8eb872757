using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaAssignedReaderTests
{
    [Fact]
    public async Task Partitions_are_read_from_the_positions_they_were_added_at_and_no_others()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 3);
        for (int partition = 0; partition < 3; partition++)
        {
            await kafka.ProduceAsync(partition, Events(0, 10));
        }

        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.FromOffset(4));
        driver.Reader.Add(2, Position.FromOffset(7));
        driver.ReadUntil(() => driver.Records.Count == 9, "the records from there on");
        await kafka.ProduceAsync(1, Events(10, 1));
        await kafka.ProduceAsync(2, Events(10, 1));
        driver.ReadUntil(() => driver.Of(2).Count() == 4, "a record that was written later");

        Assert.Equal([4, 5, 6, 7, 8, 9], Offsets(driver, 0));
        Assert.Equal([7, 8, 9, 10], Offsets(driver, 2));
        Assert.Empty(driver.Of(1));
        Assert.True(driver.Reader.IsMember);
        Assert.Equal(Position.FromOffset(11), driver.Reader.EndOf(2));
        Assert.Empty(driver.Assigned);
    }

    [Fact]
    public async Task A_partition_added_at_the_logs_end_waits_for_what_comes()
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
    public async Task Nothing_comes_of_a_partition_that_was_removed_until_it_is_added_again()
    {
        const int Count = 5_000;
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, Count));
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.FromOffset(1_000));
        driver.Reader.Add(1, Position.Zero);
        driver.ReadUntil(() => driver.Of(0).Count() >= 100, "a part of the partition");

        driver.Reader.Remove(0);
        int seen = driver.Of(0).Count();
        for (int round = 0; round < 3; round++)
        {
            await kafka.ProduceAsync(1, Events(round, 1));
            driver.ReadUntil(() => driver.Of(1).Count() == round + 1, "the other partition");
        }

        Assert.Equal(seen, driver.Of(0).Count());
        driver.Reader.Add(0, Position.FromOffset(17));
        driver.ReadUntil(() => driver.Of(0).Count() >= seen + 100, "the partition again");

        // Once more, with what was fetched ahead still on its way.
        int before = driver.Of(0).Count();
        driver.Reader.Remove(0);
        driver.Reader.Add(0, Position.FromOffset(5));
        driver.ReadUntil(() => driver.Of(0).Count() == before + Count - 5, "the partition to its end");
        Assert.Equal(Enumerable.Range(1_000, seen).Concat(Enumerable.Range(17, before - seen)).Concat(Enumerable.Range(5, Count - 5)), Offsets(driver, 0));
        Assert.Empty(driver.Lost);
    }

    [Fact]
    public async Task Adding_twice_is_an_error_and_removing_twice_is_none()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 3));
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Remove(0);
        driver.Reader.Add(0, Position.Zero);
        InvalidOperationException twice = Assert.Throws<InvalidOperationException>(() => driver.Reader.Add(0, Position.FromOffset(2)));
        Assert.Contains("Partition 0", twice.Message, StringComparison.Ordinal);
        driver.ReadUntil(() => driver.Records.Count == 3, "all records");
        driver.Reader.Remove(0);
        driver.Reader.Remove(0);
        Assert.False(driver.Reader.TrySeek(0, Position.Zero));
    }

    [Fact]
    public async Task Seeking_delivers_from_there_whatever_was_fetched_before()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 5_000));
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.FromOffset(3_000));
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

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public async Task A_position_that_the_log_does_not_hold_is_told_and_a_seek_mends_it(long position)
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 10));
        await kafka.DeleteRecordsBeforeAsync(0, 8);
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.FromOffset(position));
        driver.Reader.Add(1, Position.Zero);
        driver.ReadUntil(() => driver.Lost.Count > 0, "being told");
        Assert.Equal(0, driver.Lost[0].Partition);
        Assert.NotEmpty(driver.Lost[0].Error);

        await kafka.ProduceAsync(0, Events(10, 1));
        await kafka.ProduceAsync(1, Events(0, 1));
        driver.ReadUntil(() => driver.Of(1).Any(), "the other partition");
        Assert.Single(driver.Lost);
        Assert.Empty(driver.Of(0));

        LogBounds bounds = await driver.Reader.QueryBoundsAsync(0, CancellationToken.None);
        driver.Seek(0, bounds.Low.ToOffset());
        driver.ReadUntil(() => driver.Of(0).Count() == 3, "the records that are left");
        Assert.Equal([8, 9, 10], Offsets(driver, 0));

        // Given up and taken up again, it has nothing of its past.
        driver.Reader.Remove(0);
        driver.Reader.Add(0, Position.FromOffset(9));
        driver.ReadUntil(() => driver.Of(0).Count() == 5, "the last two again");
    }

    [Fact]
    public async Task A_lost_position_is_forgotten_with_its_partition()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 10));
        await kafka.DeleteRecordsBeforeAsync(0, 8);
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.Zero);
        driver.ReadUntil(() => driver.Lost.Count > 0, "being told");
        driver.Reader.Remove(0);
        driver.Reader.Add(0, Position.FromOffset(8));
        driver.ReadUntil(() => driver.Records.Count == 2, "the records that are left");
        driver.Seek(0, 9);
        driver.ReadUntil(() => driver.Records.Count == 3, "the last record");
        Assert.Equal([8, 9, 9], Offsets(driver, 0));
    }

    [Fact]
    public async Task A_paused_partition_waits_and_goes_on_where_it_was()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 3));
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.Zero);
        driver.Reader.Add(1, Position.Zero);
        driver.ReadUntil(() => driver.Records.Count == 3, "what is there");
        driver.Reader.Pause([0]);
        await kafka.ProduceAsync(0, Events(3, 3));
        await kafka.ProduceAsync(1, Events(0, 1));
        driver.ReadUntil(() => driver.Of(1).Any(), "the other partition");
        Assert.Equal(3, driver.Of(0).Count());
        driver.Reader.Resume([0]);
        driver.ReadUntil(() => driver.Of(0).Count() == 6, "the paused partition");
        Assert.Equal([0, 1, 2, 3, 4, 5], Offsets(driver, 0));
    }

    [Fact]
    public async Task A_partition_that_was_removed_while_paused_is_read_when_it_is_added_again()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(0, 3));
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.Zero);
        driver.ReadUntil(() => driver.Records.Count == 3, "what is there");
        driver.Reader.Pause([0]);
        driver.Reader.Remove(0);
        driver.Reader.Add(0, Position.FromOffset(1));
        driver.ReadUntil(() => driver.Records.Count == 5, "the records again");
        Assert.Equal([0, 1, 2, 1, 2], Offsets(driver, 0));
    }

    [Fact]
    public async Task The_groups_offset_follows_what_was_reported_durable()
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
    public async Task A_group_that_refuses_offsets_disturbs_nothing_and_is_told_once()
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
            ReadBothUntil(() => Refusals(driver) == 1, "being told");

            for (int round = 0; round < 20; round++)
            {
                // Every round gives the client something to commit, and time enough to fail with it.
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
    public async Task A_group_that_takes_offsets_again_gets_them()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        kafka.Faults.PushErrors(KafkaApiKey.OffsetCommit, ErrorCode.UnknownMemberId, ErrorCode.IllegalGeneration, ErrorCode.UnknownMemberId);
        await kafka.ProduceAsync(0, Events(0, 10));
        using var driver = new AssignedReaderDriver(kafka, options => options.Client["auto.commit.interval.ms"] = "50");
        driver.Reader.Add(0, Position.Zero);
        driver.ReadUntil(() => driver.Records.Count == 10, "all records");
        driver.Reader.ReportDurable(0, Position.FromOffset(7));
        driver.ReadUntil(
            () => driver.Log.At(LogLevel.Information).Any(m => m.Contains("takes our offsets again", StringComparison.Ordinal)), "being told");
        Assert.Equal(7, GroupOffsets.Committed(kafka)[0]);
        Assert.Equal(1, Refusals(driver));
    }

    [Fact]
    public async Task An_outage_of_the_brokers_costs_nothing_but_time()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Events(0, 5));
        using var driver = new AssignedReaderDriver(kafka);
        driver.Reader.Add(0, Position.Zero);
        driver.ReadUntil(() => driver.Records.Count == 5, "what is there");
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
}
