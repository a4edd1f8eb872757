using System.Globalization;
using System.Text;
using Confluent.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Bench;

internal static class BenchTopic
{
    internal static void Fill(string brokers, string topic, long events, int users)
    {
        ProducerConfig config = KafkaClientSettings.Producer(new KafkaOptions { BootstrapServers = brokers });
        config.LingerMs = 50;
        config.QueueBufferingMaxMessages = 500_000;
        config.BatchNumMessages = 10_000;
        config.EnableDeliveryReports = false;
        using IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        var random = new Random(1);
        for (long i = 0; i < events; i++)
        {
            string user = users == events ? $"u{i}" : $"u{random.Next(users)}";
            string json = string.Create(CultureInfo.InvariantCulture, $"{{\"user_id\":\"{user}\",\"value\":{random.Next(1000) * 0.25},\"time\":{1_700_000_000_000 + i}}}");
            while (true)
            {
                try
                {
                    producer.Produce(topic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(user), Value = Encoding.UTF8.GetBytes(json) });
                    break;
                }
                catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(10));
                }
            }
        }

        producer.Flush();
    }
}
