using Confluent.Kafka;
using PathwayOrleans.Configuration;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Translates our options to librdkafka's configuration. Every client is built from it, so it loads the library.
/// </summary>
public static class KafkaClientSettings
{
    private static readonly Dictionary<string, string?> Reserved = new(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = nameof(KafkaOptions.BootstrapServers),
        ["metadata.broker.list"] = nameof(KafkaOptions.BootstrapServers),
        ["group.id"] = nameof(KafkaOptions.GroupId),
        ["group.instance.id"] = nameof(KafkaOptions.GroupInstanceId),
        ["enable.auto.commit"] = null,
        ["enable.auto.offset.store"] = null,
        ["auto.offset.reset"] = null,
        ["partition.assignment.strategy"] = null,
        ["isolation.level"] = null,
        ["enable.partition.eof"] = null,
        ["enable.idempotence"] = null,
        ["acks"] = null,
        ["request.required.acks"] = null,
        ["dotnet.consumer.consume.result.fields"] = null,
    };

    /// <summary>True for properties that may not be passed through.</summary>
    internal static bool IsReserved(string property) => Reserved.ContainsKey(property);

    /// <summary>Our key for a reserved property, if there is one.</summary>
    internal static string? KeyFor(string property) => Reserved.GetValueOrDefault(property);

    /// <summary>A consumer of the group.</summary>
    public static ConsumerConfig Consumer(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        KafkaLibrary.Load();
        var config = new ConsumerConfig
        {
            BootstrapServers = options.BootstrapServers,
            GroupId = options.GroupId,
            GroupInstanceId = options.GroupInstanceId,
            ClientId = "pathway",
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,

            // Group offsets are stored after each durable commit, for lag tools; nothing here reads them back.
            EnableAutoCommit = true,
            EnableAutoOffsetStore = false,
            AutoCommitIntervalMs = 1000,

            // A position that the log does not hold is reported as an error; the client must not jump to another one.
            AutoOffsetReset = AutoOffsetReset.Error,

            // Records of an aborted transaction are not events.
            IsolationLevel = IsolationLevel.ReadCommitted,

            // The end of a partition is announced, also if its last positions hold no records.
            EnablePartitionEof = true,

            // The partitions of a killed process are reassigned after this time. Kafka's default of 45 s is too long here.
            SessionTimeoutMs = 10_000,
            HeartbeatIntervalMs = 2_000,

            // The local queue: large enough to keep the engine busy, small enough not to matter for memory. While it is
            // full, the default backoff before the next fetch (1 s) would halve the rate.
            QueuedMinMessages = 10_000,
            QueuedMaxMessagesKbytes = 16 * 1024,
            FetchMaxBytes = 16 * 1024 * 1024,
            FetchQueueBackoffMs = 2,

            // How long a broker may wait before it answers an empty fetch. The embedded broker always waits that long.
            FetchWaitMaxMs = 100,

            // Copying the topic name and headers of each record costs more than parsing the event.
            ConsumeResultFields = "timestamp",

            // A topic that is created later is found within this time.
            TopicMetadataRefreshIntervalMs = 10_000,
            SocketKeepaliveEnable = true,
        };
        PassThrough(options, config);
        return config;
    }

    /// <summary>A consumer with assigned partitions; it uses the group only to commit offsets.</summary>
    internal static ConsumerConfig AssignedConsumer(KafkaOptions options)
    {
        ConsumerConfig config = Consumer(options);

        // A commit of a static member that never joined is rejected, and librdkafka may treat that as a fatal error.
        config.GroupInstanceId = null;
        return config;
    }

    /// <summary>An idempotent producer.</summary>
    public static ProducerConfig Producer(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        KafkaLibrary.Load();
        var config = new ProducerConfig
        {
            BootstrapServers = options.BootstrapServers,
            ClientId = "pathway-producer",
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = 5,
            CompressionType = CompressionType.Lz4,

            // The default partitioner of the Java client, so that all producers map a key to the same partition.
            Partitioner = Partitioner.Murmur2Random,
            SocketKeepaliveEnable = true,
        };
        PassThrough(options, config);
        return config;
    }

    /// <summary>An admin client.</summary>
    public static AdminClientConfig Admin(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        KafkaLibrary.Load();
        var config = new AdminClientConfig
        {
            BootstrapServers = options.BootstrapServers,
            ClientId = "pathway-admin",

            // Two threads wake up after this time, which is also the time that disposal can take. The default is 100 ms.
            CancellationDelayMaxMs = 500,
        };
        PassThrough(options, config);
        return config;
    }

    /// <summary>Builds a client.</summary>
    /// <exception cref="ConfigurationRejectedException">
    /// librdkafka rejects a property; the message names it and our key.
    /// </exception>
    internal static T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new ConfigurationRejectedException(
                $"{KafkaOptions.Section}:Client has a property that librdkafka rejects: {e.Message}", e);
        }
    }

    // librdkafka ignores a property of another kind of client (a consumer property given to a producer) with a warning.
    private static void PassThrough(KafkaOptions options, ClientConfig config)
    {
        foreach ((string property, string value) in options.Client)
        {
            config.Set(property, value);
        }
    }
}
