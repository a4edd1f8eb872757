using Confluent.Kafka;
using Confluent.Kafka.Admin;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Bench;

/// <summary>The broker of a measurement, embedded or given by its address, with a separate topic.</summary>
internal sealed class BenchBroker : IAsyncDisposable
{
    private readonly EmbeddedKafka? _embedded;

    private BenchBroker(EmbeddedKafka? embedded, KafkaOptions kafka)
    {
        _embedded = embedded;
        Kafka = kafka;
    }

    internal KafkaOptions Kafka { get; }

    internal static async Task<BenchBroker> StartAsync(string? brokers)
    {
        string topic = $"pathway-bench-{Guid.NewGuid():n}";
        if (brokers is null)
        {
            var embedded = EmbeddedKafka.Start(new EmbeddedKafkaOptions { Topic = topic, Partitions = BenchTopic.Partitions });
            return new BenchBroker(embedded, new KafkaOptions { BootstrapServers = embedded.BootstrapServers, Topic = topic });
        }

        var kafka = new KafkaOptions { BootstrapServers = brokers, Topic = topic };
        using IAdminClient admin = new AdminClientBuilder(KafkaClientSettings.Admin(kafka)).Build();
        await admin.CreateTopicsAsync(
            [new TopicSpecification { Name = topic, NumPartitions = BenchTopic.Partitions, ReplicationFactor = -1 }]);
        return new BenchBroker(null, kafka);
    }

    public async ValueTask DisposeAsync()
    {
        _embedded?.Dispose();
        if (_embedded is null)
        {
            using IAdminClient admin = new AdminClientBuilder(KafkaClientSettings.Admin(Kafka)).Build();
            await admin.DeleteTopicsAsync([Kafka.Topic]);
        }
    }
}
