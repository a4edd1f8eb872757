using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Sources.Kafka;
using Xunit;

namespace PathwayOrleans.Testing;

/// <summary>
/// A broker with a topic of this test's own: an embedded broker, or, where <c>PATHWAY_TEST_KAFKA=host:port</c> is
/// set, that one.
/// </summary>
public sealed class KafkaForTests : IAsyncDisposable
{
    private const string Variable = "PATHWAY_TEST_KAFKA";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EmbeddedKafka? _embedded;
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer;
    private readonly Lazy<IAdminClient> _admin;

    private KafkaForTests(EmbeddedKafka? embedded, string bootstrapServers, string topic, string groupId, string sourceName, int partitions)
    {
        _embedded = embedded;
        BootstrapServers = bootstrapServers;
        Partitions = partitions;
        Topic = topic;
        GroupId = groupId;
        SourceName = sourceName;
        _producer = new(() => new ProducerBuilder<byte[]?, byte[]?>(
            new ProducerConfig { BootstrapServers = bootstrapServers, Acks = Acks.All, LingerMs = 1 })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build());
        _admin = new(() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build());
    }

    /// <summary>Whether tests run against a broker of the operator's.</summary>
    public static bool IsReal => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    public string BootstrapServers { get; }

    public string Topic { get; }

    public int Partitions { get; }

    /// <summary>A consumer group that nobody else has.</summary>
    public string GroupId { get; }

    /// <summary>A source name that nobody else has, for <c>Pathway:Kafka:SourceName</c>.</summary>
    public string SourceName { get; }

    /// <summary>The embedded broker, to break things with; on a real broker the test is skipped here.</summary>
    public EmbeddedKafka Faults
    {
        get
        {
            if (_embedded is null)
            {
                Assert.Skip($"This test injects faults that a real broker ({Variable}) cannot.");
            }

            return _embedded;
        }
    }

    /// <summary>Starts, or connects to, a broker and creates the topic.</summary>
    public static async Task<KafkaForTests> StartAsync(int partitions = 10)
    {
        string name = Guid.NewGuid().ToString("n");
        string? real = Environment.GetEnvironmentVariable(Variable);
        EmbeddedKafka? embedded = string.IsNullOrEmpty(real) ? EmbeddedKafka.Start(new EmbeddedKafkaOptions { Topic = null }) : null;
        var kafka = new KafkaForTests(
            embedded, embedded?.BootstrapServers ?? real!, $"events-{name}", $"group-{name}", $"test/{name}", partitions);
        await kafka.CreateTopicAsync();
        return kafka;
    }

    /// <summary>
    /// An embedded broker with a topic of a given name, for programs that are configured by others: they find the
    /// source's name out by themselves, and <see cref="SourceName"/> is what they find.
    /// </summary>
    public static async Task<KafkaForTests> StartEmbeddedAsync(string topic, string groupId, int partitions)
    {
        EmbeddedKafka embedded = EmbeddedKafka.Start(new EmbeddedKafkaOptions { Topic = topic, Partitions = partitions });
        using KafkaTopicInspector inspector = KafkaTopicInspector.Create(new KafkaOptions { BootstrapServers = embedded.BootstrapServers, Topic = topic });
        KafkaSourceIdentity identity = await inspector.IdentifyAsync(CancellationToken.None)
            ?? throw new InvalidOperationException($"The embedded broker does not know its topic {topic}.");
        return new KafkaForTests(embedded, embedded.BootstrapServers, topic, groupId, identity.SourceName, partitions);
    }

    /// <summary>Creates the topic again, after <see cref="DeleteTopicAsync"/>.</summary>
    public async Task CreateTopicAsync()
    {
        if (_embedded is { } embedded)
        {
            embedded.CreateTopic(Topic, Partitions);
            return;
        }

        var topic = new TopicSpecification { Name = Topic, NumPartitions = Partitions, ReplicationFactor = 1 };
        await Eventually.SucceedsAsync(
            async () =>
            {
                try
                {
                    await _admin.Value.CreateTopicsAsync([topic]);
                    return true;
                }
                catch (CreateTopicsException e) when (e.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
                {
                    // A deletion that the broker has not finished.
                    return false;
                }
            },
            Patience,
            $"creating {Topic}");
    }

    public async Task DeleteTopicAsync()
    {
        if (_embedded is { } embedded)
        {
            embedded.DeleteTopic(Topic);
            return;
        }

        await _admin.Value.DeleteTopicsAsync([Topic]);
    }

    /// <summary>Moves a partition's lowest offset up, as retention would.</summary>
    public async Task DeleteRecordsBeforeAsync(int partition, long offset)
    {
        if (_embedded is { } embedded)
        {
            embedded.DeleteRecordsBefore(Topic, partition, offset);
            return;
        }

        await _admin.Value.DeleteRecordsAsync([new TopicPartitionOffset(Topic, partition, offset)]);
    }

    /// <summary>Writes payloads to a partition and waits until the broker has them. Null is a tombstone.</summary>
    public async Task ProduceAsync(int partition, IEnumerable<byte[]?> payloads, DateTimeOffset? timestamp = null)
    {
        var target = new TopicPartition(Topic, partition);
        Timestamp time = timestamp is { } given ? new Timestamp(given) : Timestamp.Default;
        var deliveries = payloads
            .Select(payload => _producer.Value.ProduceAsync(target, new Message<byte[]?, byte[]?> { Value = payload, Timestamp = time }))
            .ToList();
        await Task.WhenAll(deliveries).WaitAsync(Patience);
    }

    /// <summary>The wire format of an event.</summary>
    public static byte[] Event(string userId, double value, long? time = 1_700_000_000_000)
    {
        string timeField = time is { } t ? string.Create(CultureInfo.InvariantCulture, $",\"time\":{t}") : "";
        string user = System.Text.Json.JsonEncodedText.Encode(userId).ToString();
        return System.Text.Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{{\"user_id\":\"{user}\",\"value\":{value}{timeField}}}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_producer.IsValueCreated)
        {
            _producer.Value.Dispose();
        }

        if (_embedded is { } embedded)
        {
            embedded.Dispose();
        }
        else
        {
            try
            {
                await _admin.Value.DeleteTopicsAsync([Topic]);
            }
            catch (DeleteTopicsException)
            {
                // The test deleted it.
            }
        }

        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }
    }
}
