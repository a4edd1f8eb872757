using PathwayOrleans.Aggregation;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

public sealed class KafkaRangeReaderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Only_the_records_of_the_range_are_read()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 3);
        for (int partition = 0; partition < 3; partition++)
        {
            await kafka.ProduceAsync(partition, Events(100));
        }

        using var driver = new RangeDriver(kafka, (10, 20), (50, 50), (90, 100));
        Assert.Equal([0, 2], driver.Assigned);
        driver.Seek(0, 10);
        driver.Seek(2, 95);
        driver.ReadUntil(() => driver.Reader.Inputs.All(input => input.End is not null), "the ends");
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 17, 18, 19], driver.OffsetsOf(0));
        Assert.Equal([95, 96, 97, 98, 99], driver.OffsetsOf(2));

        driver.Durable(0, 20);
        Assert.False(driver.Reader.Finished.IsCompleted);
        driver.Durable(2, 100);
        await driver.Reader.Finished.WaitAsync(Patience);
        Assert.Equal([(10, 0), (0, 0), (5, 5)], driver.Reader.Inputs.Select(input => (input.Delivered, input.DealtBefore)));
        Assert.Equal([(10, 10), (0, 0), (10, 5)], driver.Reader.Inputs.Select(input => (input.Records, input.Dealt)));
    }

    [Fact]
    public async Task Records_that_are_appended_after_the_end_are_not_read()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(100));
        using var driver = new RangeDriver(kafka, (0, 100));
        driver.Seek(0, 0);
        driver.ReadUntil(() => driver.Records.Count == 50, "a half");
        await kafka.ProduceAsync(0, Events(100));
        driver.ReadUntil(() => driver.Reader.Inputs[0].End is not null, "the end");
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), driver.OffsetsOf(0));

        // A call for all partitions must not affect this one.
        driver.Reader.Pause([0]);
        driver.Reader.Resume([0]);
        await kafka.ProduceAsync(0, Events(10));
        Assert.False(driver.Reader.TryRead(TimeSpan.FromMilliseconds(300), out _));
    }

    [Fact]
    public async Task A_durable_range_is_not_read_again()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(100));
        using var driver = new RangeDriver(kafka, (10, 50));
        driver.Seek(0, 80);
        await driver.Reader.Finished.WaitAsync(Patience);
        Assert.False(driver.Reader.TryRead(TimeSpan.FromMilliseconds(100), out _));
        Assert.Equal(
            (40, 40, 0), (driver.Reader.Inputs[0].Records, driver.Reader.Inputs[0].DealtBefore, driver.Reader.Inputs[0].Dealt));
    }

    [Fact]
    public async Task Seeking_back_reads_smaller_parts_and_counts_once()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceAsync(0, Events(100).Append("nonsense"u8.ToArray()));
        using var driver = new RangeDriver(kafka, (0, 101));
        driver.Seek(0, 0);
        driver.ReadUntil(() => driver.Reader.Inputs[0].End is not null, "the end");
        driver.Seek(0, 1);
        driver.Records.Clear();
        driver.ReadUntil(() => driver.Records.Count == 25, "a quarter");
        Assert.False(driver.Reader.TryRead(TimeSpan.FromMilliseconds(300), out _));
        Assert.False(driver.Reader.Finished.IsCompleted);
        for (long next = 26; !driver.Reader.Finished.IsCompleted; next = driver.Records[^1].Position.ToOffset() + 1)
        {
            driver.Durable(0, next);
            if (next < 101)
            {
                driver.ReadUntil(() => driver.Records[^1].Position.ToOffset() >= next, "the next record");
            }
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), driver.OffsetsOf(0));
        Assert.Equal(101, driver.Reader.Inputs[0].Delivered);
    }

    [Fact]
    public async Task A_log_without_records_at_its_last_positions_is_read_to_its_end()
    {
        KafkaForTests.SkipWithoutTransactions();
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await kafka.ProduceTransactionAsync(0, Events(5), commit: true);
        await kafka.ProduceTransactionAsync(0, Events(3), commit: false);
        Sources.Kafka.KafkaRange range = Sources.Kafka.KafkaRangeFinder.Find(ReaderDriver.OptionsFor(kafka), 1, default)[0];
        Assert.Equal(Position.FromOffset(10), range.To);
        using var driver = new RangeDriver(kafka, (0, 10));
        driver.Seek(0, 0);
        driver.ReadUntil(() => driver.Reader.Inputs[0].End is not null, "the end");
        Assert.Equal([0, 1, 2, 3, 4, 9], driver.OffsetsOf(0));
        Assert.True(driver.Records[^1].IsEmpty);
        Assert.Equal(5, driver.Reader.Inputs[0].Delivered);
        driver.Durable(0, 10);
        await driver.Reader.Finished.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_range_that_begins_above_the_durable_position_is_rejected()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        using var driver = new RangeDriver(kafka, (10, 20), (5, 5));
        Assert.Null(driver.Reader.ProblemWith(0, null));
        Assert.Null(driver.Reader.ProblemWith(0, Position.FromOffset(10)));
        Assert.Null(driver.Reader.ProblemWith(0, Position.FromOffset(15)));
        Assert.Null(driver.Reader.ProblemWith(0, Position.FromOffset(500)));
        string problem = driver.Reader.ProblemWith(0, Position.FromOffset(9))!;
        Assert.Contains("test[0]: this service has counted everything below 9, and the range begins at 10", problem);
        Assert.Contains("--service-id", problem);
        Assert.Contains("the log ends at 1000000", driver.Reader.ProblemWith(0, Position.FromOffset(1_000_001)));
        Assert.Null(driver.Reader.ProblemWith(1, Position.Zero));
    }

    private static IEnumerable<byte[]?> Events(int count) => Enumerable.Range(0, count).Select(i => KafkaForTests.Event("u", i));
}
