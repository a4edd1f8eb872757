using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Reads a topic's partitions as a member of a consumer group, which assigns them. A new assignment is positioned at the
/// log's end, and its records are dropped until the engine seeks.
/// </summary>
/// <exception cref="InvalidOperationException">librdkafka rejects a property; the message names it.</exception>
internal sealed class KafkaGroupReader(
    KafkaOptions options, EventRules rules, ILogger<KafkaGroupReader> logger, RecordDelivery? delivery = null)
    : KafkaReader(options, rules, delivery ?? RecordDelivery.Events, KafkaClientSettings.Consumer(options), logger)
{
    private static readonly TimeSpan FindEndsTimeout = TimeSpan.FromSeconds(5);

    // The protocol's timestamp for "after the last record".
    private static readonly Timestamp Latest = new(-1, TimestampType.CreateTime);

    private readonly string _topic = options.Topic;

    public override bool IsMember => !string.IsNullOrEmpty(Consumer.MemberId);

    public override void Start(IReaderListener listener)
    {
        base.Start(listener);
        Consumer.Subscribe(_topic);
    }

    private protected override void AddHandlers(ConsumerBuilder<Ignore, ParsedMessage> builder) => builder
        .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
        .SetPartitionsRevokedHandler((_, partitions) => Listener.OnRevoked(StopTracking(partitions)))
        .SetPartitionsLostHandler((_, partitions) => Listener.OnLost(StopTracking(partitions)));

    private List<TopicPartitionOffset> OnAssigned(List<TopicPartition> partitions)
    {
        List<int> numbers = partitions.ConvertAll(p => p.Partition.Value);
        StopTracking(numbers);
        Listener.OnAssigned(numbers);
        return FindEnds(partitions);
    }

    private List<int> StopTracking(List<TopicPartitionOffset> partitions)
    {
        List<int> numbers = partitions.ConvertAll(p => p.Partition.Value);
        StopTracking(numbers);
        return numbers;
    }

    private List<TopicPartitionOffset> FindEnds(List<TopicPartition> partitions)
    {
        try
        {
            return Consumer.OffsetsForTimes(partitions.Select(p => new TopicPartitionTimestamp(p, Latest)), FindEndsTimeout);
        }
        catch (KafkaException)
        {
            // If the record at offset 0 is gone, the partition stalls there until the engine seeks.
            return partitions.ConvertAll(p => new TopicPartitionOffset(p, 0));
        }
    }
}
