using Confluent.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Producer.Tests;

/// <summary>Reads the content of a topic with a plain consumer.</summary>
internal static class TopicLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>All records, in order for each partition.</summary>
    internal static List<ConsumeResult<byte[]?, byte[]?>> Read(KafkaForTests kafka)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = "nobody",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 10,
        };
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, _) => { }).Build();
        consumer.Assign(
            Enumerable.Range(0, kafka.Partitions).Select(p => new TopicPartitionOffset(kafka.Topic, p, Offset.Beginning)));

        var records = new List<ConsumeResult<byte[]?, byte[]?>>();
        for (int unfinished = kafka.Partitions; unfinished > 0;)
        {
            ConsumeResult<byte[]?, byte[]?>? result = consumer.Consume(Patience);
            Assert.NotNull(result);
            if (result.IsPartitionEOF)
            {
                unfinished--;
            }
            else
            {
                records.Add(result);
            }
        }

        return records;
    }
}
