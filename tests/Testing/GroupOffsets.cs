using Confluent.Kafka;

namespace PathwayOrleans.Testing;

/// <summary>The committed offsets of a consumer group, as a lag tool reads them.</summary>
public static class GroupOffsets
{
    /// <summary>Sets the group's offset of a partition, as an administrator does. The group has no members.</summary>
    public static void Reset(KafkaForTests kafka, int partition, long offset)
    {
        using IConsumer<Ignore, Ignore> other = new ConsumerBuilder<Ignore, Ignore>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = kafka.GroupId }).Build();
        other.Commit([new TopicPartitionOffset(kafka.Topic, partition, offset)]);
    }

    /// <summary>The group's committed offset of every partition.</summary>
    public static Offset[] Committed(KafkaForTests kafka)
    {
        using IConsumer<Ignore, Ignore> other = new ConsumerBuilder<Ignore, Ignore>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = kafka.GroupId }).Build();
        return [.. other
            .Committed(Enumerable.Range(0, kafka.Partitions).Select(partition =>
                new TopicPartition(kafka.Topic, partition)), TimeSpan.FromSeconds(20))
            .OrderBy(committed => committed.Partition.Value)
            .Select(committed => committed.Offset)];
    }
}
