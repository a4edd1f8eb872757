using Confluent.Kafka;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Turns a range of time into positions, as the brokers' index of timestamps has it: from the first record at or
/// after its beginning to the first one at or after its end. Records whose timestamps are out of order lie where they
/// lie.
/// </summary>
public static class KafkaRangeFinder
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Looks up all partitions of the topic. Blocks.</summary>
    /// <param name="options">The topic.</param>
    /// <param name="partitions">How many partitions it has.</param>
    /// <param name="from">The range's beginning, ms since the epoch; null for the log's.</param>
    /// <param name="to">Its end, not part of it; null for the log's end as of now.</param>
    /// <exception cref="SourceUnavailableException">The brokers did not answer.</exception>
    public static IReadOnlyList<KafkaRange> Find(KafkaOptions options, int partitions, long? from, long? to)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IConsumer<Ignore, Ignore> consumer = KafkaClientSettings.Build(
            new ConsumerBuilder<Ignore, Ignore>(KafkaClientSettings.AssignedConsumer(options))
                .SetLogHandler((_, _) => { })
                .SetErrorHandler((_, _) => { })
                .Build);
        try
        {
            TopicPartition[] all = [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(options.Topic, partition))];
            LogBounds[] bounds = [.. all.Select(partition => Bounds(consumer.QueryWatermarkOffsets(partition, Timeout)))];
            Position[] begins = Positions(consumer, all, from, [.. bounds.Select(log => log.Low)], bounds);
            Position[] ends = Positions(consumer, all, to, [.. bounds.Select(log => log.End)], bounds);
            return [.. all.Select((partition, i) => new KafkaRange(
                partition.Partition.Value, begins[i], ends[i] < begins[i] ? begins[i] : ends[i], bounds[i]))];
        }
        catch (KafkaException e)
        {
            throw new SourceUnavailableException($"the brokers did not say where in {options.Topic} that time is: {e.Error.Reason}", e);
        }
    }

    private static Position[] Positions(
        IConsumer<Ignore, Ignore> consumer, TopicPartition[] partitions, long? time, Position[] withoutTime, LogBounds[] bounds)
    {
        if (time is not { } milliseconds)
        {
            return withoutTime;
        }

        // Before the epoch there is nothing; and negative numbers mean something else to the brokers.
        var timestamp = new Timestamp(Math.Max(0, milliseconds), TimestampType.CreateTime);
        Dictionary<TopicPartition, Offset> found = consumer
            .OffsetsForTimes(partitions.Select(partition => new TopicPartitionTimestamp(partition, timestamp)), Timeout)
            .ToDictionary(answer => answer.TopicPartition, answer => answer.Offset);
        return [.. partitions.Select((partition, i) => found[partition] is { IsSpecial: false } offset ? Position.FromOffset(offset.Value) : bounds[i].End)];
    }

    private static LogBounds Bounds(WatermarkOffsets offsets) => new(Position.FromOffset(offsets.Low.Value), Position.FromOffset(offsets.High.Value));
}
