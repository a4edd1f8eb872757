using Confluent.Kafka;

namespace PathwayOrleans.Testing;

/// <summary>The committed offsets of a consumer group, as a lag tool reads them.</summary>
public static class GroupOffsets
{
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
