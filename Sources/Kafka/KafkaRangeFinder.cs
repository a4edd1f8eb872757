using Confluent.Kafka;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Resolves a range of time to positions with the brokers' timestamp index: from the first record at or after its
/// beginning to the first record at or after its end. Records whose timestamps are out of order are not moved.
/// </summary>
internal static class KafkaRangeFinder
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Resolves the range in every partition of the topic. Blocks.</summary>
    /// <param name="options">The topic.</param>
    /// <param name="partitions">How many partitions it has.</param>
    /// <param name="range">The range, by the brokers' timestamps.</param>
    /// <exception cref="SourceUnavailableException">The brokers did not answer.</exception>
    internal static IReadOnlyList<KafkaRange> Find(KafkaOptions options, int partitions, TimeRange range)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IConsumer<Ignore, Ignore> consumer = KafkaClientSettings.Build(
            new ConsumerBuilder<Ignore, Ignore>(KafkaClientSettings.AssignedConsumer(options))
                .SetLogHandler((_, _) => { })
                .SetErrorHandler((_, _) => { })
                .Build);
        try
        {
            TopicPartition[] all =
                [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(options.Topic, partition))];
            LogBounds[] bounds = [.. all.Select(partition => Bounds(consumer.QueryWatermarkOffsets(partition, Timeout)))];
            Position[] begins = Positions(consumer, all, range.From, [.. bounds.Select(log => log.Low)], bounds);
            Position[] ends = Positions(consumer, all, range.To, [.. bounds.Select(log => log.End)], bounds);
            return [.. all.Select((partition, i) => new KafkaRange(
                partition.Partition.Value, begins[i], ends[i] < begins[i] ? begins[i] : ends[i], bounds[i]))];
        }
        catch (KafkaException e)
        {
            throw new SourceUnavailableException(
                $"the brokers did not resolve the time range in {options.Topic}: {e.Error.Reason}", e);
        }
    }

    private static Position[] Positions(
        IConsumer<Ignore, Ignore> consumer, TopicPartition[] partitions, long? time, Position[] withoutTime, LogBounds[] bounds)
    {
        if (time is not { } milliseconds)
        {
            return withoutTime;
        }

        // No record is older than the epoch, and negative timestamps have a special meaning in the protocol.
        var timestamp = new Timestamp(Math.Max(0, milliseconds), TimestampType.CreateTime);
        Dictionary<TopicPartition, Offset> found = consumer
            .OffsetsForTimes(partitions.Select(partition => new TopicPartitionTimestamp(partition, timestamp)), Timeout)
            .ToDictionary(answer => answer.TopicPartition, answer => answer.Offset);
        return
        [
            .. partitions.Select((partition, i) =>
                found[partition] is { IsSpecial: false } offset ? Position.FromOffset(offset.Value) : bounds[i].End),
        ];
    }

    private static LogBounds Bounds(WatermarkOffsets offsets) =>
        new(Position.FromOffset(offsets.Low.Value), Position.FromOffset(offsets.High.Value));
}
