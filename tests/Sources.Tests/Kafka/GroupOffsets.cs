using Confluent.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Kafka;

/// <summary>What a lag tool sees.</summary>
internal static class GroupOffsets
{
    /// <summary>The group's committed offset of every partition.</summary>
    internal static Offset[] Committed(KafkaForTests kafka)
    {
        using IConsumer<Ignore, Ignore> other = new ConsumerBuilder<Ignore, Ignore>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = kafka.GroupId }).Build();
        return [.. other
            .Committed(Enumerable.Range(0, kafka.Partitions).Select(partition => new TopicPartition(kafka.Topic, partition)), TimeSpan.FromSeconds(20))
            .OrderBy(committed => committed.Partition.Value)
            .Select(committed => committed.Offset)];
    }
}
