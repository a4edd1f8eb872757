using System.Numerics;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Sources.Tests.Kafka;

public class KafkaGapTests
{
    private static readonly SourcePartition Partition = SourcePartition.Of("kafka/c/events/t", 3);
    private static readonly LogBounds Bounds = new(Position.FromOffset(10), Position.FromOffset(20));

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(20)]
    public void A_position_from_the_first_record_to_the_end_has_no_gap(long next) =>
        Assert.Null(KafkaGap.Find(Partition, Bounds, Position.FromOffset(next)));

    [Fact]
    public void A_partition_that_was_never_read_has_no_gap() => Assert.Null(KafkaGap.Find(Partition, Bounds, null));

    [Fact]
    public void An_empty_log_has_one_valid_position()
    {
        var empty = new LogBounds(Position.FromOffset(5), Position.FromOffset(5));
        Assert.Null(KafkaGap.Find(Partition, empty, Position.FromOffset(5)));
        Assert.NotNull(KafkaGap.Find(Partition, empty, Position.FromOffset(4)));
        Assert.NotNull(KafkaGap.Find(Partition, empty, Position.FromOffset(6)));
    }

    [Theory]
    [InlineData(9, "records 9 to 9 are gone")]
    [InlineData(0, "records 0 to 9 are gone")]
    public void Deleted_records_are_an_error_with_the_remedy(long next, string gone)
    {
        string problem = KafkaGap.Find(Partition, Bounds, Position.FromOffset(next))!;
        Assert.StartsWith("kafka/c/events/t[3]: ", problem, StringComparison.Ordinal);
        Assert.Contains(gone, problem, StringComparison.Ordinal);
        Assert.Contains("`./pathway reset --source 'kafka/c/events/t' --partition 3 --to 10`", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_ends_below_the_position_is_an_error_with_the_remedy()
    {
        string problem = KafkaGap.Find(Partition, Bounds, Position.FromOffset(21))!;
        Assert.Contains("everything below 21 is durable, but the log ends at 20", problem, StringComparison.Ordinal);
        Assert.Contains("Pathway:Kafka:SourceName", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_of_192_bits_are_shown_completely()
    {
        Position low = Position.FromNumber(BigInteger.One << 128);
        Assert.Contains(
            $"records 7 to {(BigInteger.One << 128) - 1} are gone",
            KafkaGap.Find(Partition, new LogBounds(low, low.Next), Position.FromOffset(7)),
            StringComparison.Ordinal);
    }
}
