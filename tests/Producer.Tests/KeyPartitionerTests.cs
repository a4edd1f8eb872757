using System.Text;
using Confluent.Kafka;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Producer.Tests;

public sealed class KeyPartitionerTests
{
    [Fact]
    public async Task The_partition_of_a_key_is_that_of_librdkafka()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 7);
        byte[][] keys =
            [.. Enumerable.Range(1, 300).Select(i => Encoding.UTF8.GetBytes(new string((char)('à' + (i % 7)), i % 9) + i))];
        var config = new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Partitioner = Partitioner.Murmur2Random };
        using (IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, _) => { })
            .Build())
        {
            foreach (byte[] key in keys)
            {
                producer.Produce(kafka.Topic, new Message<byte[], byte[]> { Key = key, Value = [] });
            }

            Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(30)));
        }

        List<ConsumeResult<byte[]?, byte[]?>> records = TopicLog.Read(kafka);

        Assert.Equal(keys.Length, records.Count);
        Assert.All(records, record => Assert.Equal(
            record.Partition.Value, KeyPartitioner.PartitionOf(record.Message.Key, kafka.Partitions)));
    }
}
