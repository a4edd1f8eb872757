using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Reads a topic's partitions as a member of a consumer group, which decides who reads what. A fresh assignment is
/// parked at the log's end and its records are dropped until the engine seeks.
/// </summary>
/// <exception cref="InvalidOperationException">librdkafka refuses a property; the message names it.</exception>
public sealed class KafkaGroupReader(KafkaOptions options, ILogger<KafkaGroupReader> logger)
    : KafkaReader(options, KafkaClientSettings.Consumer(options), logger)
{
    private static readonly TimeSpan ParkTimeout = TimeSpan.FromSeconds(5);

    // What the protocol calls the time after the last record.
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
        .SetPartitionsRevokedHandler((_, partitions) => Listener.OnRevoked(Forget(partitions)))
        .SetPartitionsLostHandler((_, partitions) => Listener.OnLost(Forget(partitions)));

    private List<TopicPartitionOffset> OnAssigned(List<TopicPartition> partitions)
    {
        List<int> numbers = partitions.ConvertAll(p => p.Partition.Value);
        Forget(numbers);
        Listener.OnAssigned(numbers);
        return FindEnds(partitions);
    }

    private List<int> Forget(List<TopicPartitionOffset> partitions)
    {
        List<int> numbers = partitions.ConvertAll(p => p.Partition.Value);
        Forget(numbers);
        return numbers;
    }

    private List<TopicPartitionOffset> FindEnds(List<TopicPartition> partitions)
    {
        try
        {
            return Consumer.OffsetsForTimes(partitions.Select(p => new TopicPartitionTimestamp(p, Latest)), ParkTimeout);
        }
        catch (KafkaException)
        {
            // Where the first record is gone the partition stalls there, and is taken up again by the seek.
            return partitions.ConvertAll(p => new TopicPartitionOffset(p, 0));
        }
    }
}
