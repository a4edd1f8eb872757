using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;
using Xunit;

namespace PathwayOrleans.Testing;

/// <summary>
/// A broker with a topic for one test: an embedded broker, or the one at <c>PATHWAY_TEST_KAFKA=host:port</c> if that variable
/// is set.
/// </summary>
public sealed class KafkaForTests : IAsyncDisposable
{
    private const string Variable = "PATHWAY_TEST_KAFKA";

    // Kafka's own limit is close to the maximum size of an event. Records beyond the latter must reach the readers.
    private const int MaxMessageBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly EmbeddedKafka? _embedded;
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer;
    private readonly Lazy<IAdminClient> _admin;

    private KafkaForTests(
        EmbeddedKafka? embedded, string bootstrapServers, string topic, string groupId, string sourceName, int partitions)
    {
        _embedded = embedded;
        BootstrapServers = bootstrapServers;
        Partitions = partitions;
        Topic = topic;
        GroupId = groupId;
        SourceName = sourceName;
        _producer = new(() => new ProducerBuilder<byte[]?, byte[]?>(
            new ProducerConfig
            {
                BootstrapServers = bootstrapServers,
                Acks = Acks.All,
                LingerMs = 1,
                MessageMaxBytes = MaxMessageBytes
            })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build());
        _admin = new(() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build());
    }

    /// <summary>Whether the tests run against an external broker.</summary>
    public static bool IsReal => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    public string BootstrapServers { get; }

    public string Topic { get; }

    public int Partitions { get; }

    /// <summary>A consumer group that no other test uses.</summary>
    public string GroupId { get; }

    /// <summary>A source name that no other test uses, for <c>Pathway:Kafka:SourceName</c>.</summary>
    public string SourceName { get; }

    /// <summary>The embedded broker, for injecting faults; skips the test if the broker is external.</summary>
    public EmbeddedKafka Faults
    {
        get
        {
            if (_embedded is null)
            {
                Assert.Skip($"This test injects faults, which an external broker ({Variable}) does not support.");
            }

            return _embedded;
        }
    }

    /// <summary>Starts an embedded broker, or connects to the external one, and creates the topic.</summary>
    public static async Task<KafkaForTests> StartAsync(int partitions = 10)
    {
        string name = Guid.NewGuid().ToString("n");
        KafkaLibrary.Load();
        string? real = Environment.GetEnvironmentVariable(Variable);
        EmbeddedKafka? embedded = string.IsNullOrEmpty(real)
            ? EmbeddedKafka.Start(new EmbeddedKafkaOptions { Topic = null })
            : null;
        var kafka = new KafkaForTests(
            embedded, embedded?.BootstrapServers ?? real!, $"events-{name}", $"group-{name}", $"test/{name}", partitions);
        await kafka.CreateTopicAsync();
        return kafka;
    }

    /// <summary>
    /// An embedded broker with a topic of a given name, for programs with a given configuration. They determine the source's
    /// name themselves; <see cref="SourceName"/> is the same name.
    /// </summary>
    public static async Task<KafkaForTests> StartEmbeddedAsync(string topic, string groupId, int partitions)
    {
        EmbeddedKafka embedded = EmbeddedKafka.Start(new EmbeddedKafkaOptions { Topic = topic, Partitions = partitions });
        await using ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddPathwaySource(new ConfigurationBuilder().AddInMemoryCollection(
                [
                    KeyValuePair.Create<string, string?>(
                        $"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", embedded.BootstrapServers),
                    KeyValuePair.Create<string, string?>($"{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}", topic),
                ]).Build())
            .BuildServiceProvider();
        ISourceIdentity identity = await services.GetRequiredService<ISource>().IdentifyAsync(CancellationToken.None)
            ?? throw new InvalidOperationException($"The embedded broker has no topic {topic}.");
        return new KafkaForTests(embedded, embedded.BootstrapServers, topic, groupId, identity.Name, partitions);
    }

    /// <summary>Creates the topic again, after <see cref="DeleteTopicAsync"/>.</summary>
    public async Task CreateTopicAsync()
    {
        if (_embedded is { } embedded)
        {
            embedded.CreateTopic(Topic, Partitions);
            return;
        }

        var topic = new TopicSpecification
        {
            Name = Topic,
            NumPartitions = Partitions,
            ReplicationFactor = 1,
            Configs = new() { ["max.message.bytes"] = MaxMessageBytes.ToString(CultureInfo.InvariantCulture) },
        };
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
                    // The broker has not finished a deletion.
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

    /// <summary>Raises the lowest offset of a partition, like retention.</summary>
    public async Task DeleteRecordsBeforeAsync(int partition, long offset)
    {
        if (_embedded is { } embedded)
        {
            embedded.DeleteRecordsBefore(Topic, partition, offset);
            return;
        }

        await _admin.Value.DeleteRecordsAsync([new TopicPartitionOffset(Topic, partition, offset)]);
    }

    /// <summary>Writes payloads to a partition and waits for the broker's acknowledgement. Null is a tombstone.</summary>
    public Task ProduceAsync(int partition, IEnumerable<byte[]?> payloads, DateTimeOffset? timestamp = null)
    {
        Timestamp time = timestamp is { } given ? new Timestamp(given) : Timestamp.Default;
        return ProduceAsync(
            partition, payloads.Select(payload => new Message<byte[]?, byte[]?> { Value = payload, Timestamp = time }));
    }

    /// <summary>Writes messages to a partition, and waits for the broker's acknowledgement.</summary>
    public async Task ProduceAsync(int partition, IEnumerable<Message<byte[]?, byte[]?>> messages)
    {
        var target = new TopicPartition(Topic, partition);
        var deliveries = messages.Select(message => _producer.Value.ProduceAsync(target, message)).ToList();
        await Task.WhenAll(deliveries).WaitAsync(Patience);
    }

    /// <summary>Writes events to a partition, with their times of storage, and waits for the broker's acknowledgement.</summary>
    public Task ProduceAsync(int partition, IEnumerable<PlacedEvent> events) => ProduceAsync(
        partition,
        events.Select(placed => new Message<byte[]?, byte[]?>
        {
            Value = Event(placed.UserId, placed.Value, placed.Time),
            Timestamp = placed.Recorded is { } recorded
                ? new Timestamp(recorded, TimestampType.CreateTime)
                : Timestamp.Default,
        }));

    /// <summary>
    /// Writes payloads to a partition in a transaction, which is committed or aborted. Its end is a record too. Only a real
    /// broker supports it.
    /// </summary>
    public async Task ProduceTransactionAsync(int partition, IEnumerable<byte[]?> payloads, bool commit)
    {
        using IProducer<Null, byte[]> producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = BootstrapServers,
            TransactionalId = GroupId,
            LingerMs = 1,
        }).Build();
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        var target = new TopicPartition(Topic, partition);
        await Task.WhenAll(payloads.Select(payload => producer.ProduceAsync(target, new() { Value = payload! })));
        if (commit)
        {
            producer.CommitTransaction(Patience);
        }
        else
        {
            producer.AbortTransaction(Patience);
        }
    }

    /// <summary>Skips the test if the broker has no transactions.</summary>
    public static void SkipWithoutTransactions() => Assert.SkipUnless(
        IsReal, $"The embedded broker does not support transactions; set {Variable} to a real broker.");

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
                // The test has deleted it.
            }
        }

        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }
    }
}
