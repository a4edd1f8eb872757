using Confluent.Kafka;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Makes librdkafka's configuration out of ours.</summary>
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
        ["enable.idempotence"] = null,
        ["acks"] = null,
        ["request.required.acks"] = null,
        ["dotnet.consumer.consume.result.fields"] = null,
    };

    /// <summary>True for properties that may not be passed through.</summary>
    internal static bool IsReserved(string property) => Reserved.ContainsKey(property);

    /// <summary>Our key for a reserved property, where there is one.</summary>
    internal static string? KeyFor(string property) => Reserved.GetValueOrDefault(property);

    /// <summary>A consumer of the group.</summary>
    public static ConsumerConfig Consumer(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var config = new ConsumerConfig
        {
            BootstrapServers = options.BootstrapServers,
            GroupId = options.GroupId,
            GroupInstanceId = options.GroupInstanceId,
            ClientId = "pathway",
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,

            // Group offsets follow what we store after each durable commit; nothing reads them back.
            EnableAutoCommit = true,
            EnableAutoOffsetStore = false,
            AutoCommitIntervalMs = 1000,

            // A position that the log does not hold is an error to be shown, never a reason to jump.
            AutoOffsetReset = AutoOffsetReset.Error,

            // What a producer took back was never an event.
            IsolationLevel = IsolationLevel.ReadCommitted,

            // A killed process' partitions move after this; Kafka's own 45 s is for slower hosts than ours.
            SessionTimeoutMs = 10_000,
            HeartbeatIntervalMs = 2_000,

            // The local queue: enough to keep the engine busy, little enough not to show in memory. While it is
            // full, the default pause before it is looked at again (1 s) would halve the rate.
            QueuedMinMessages = 10_000,
            QueuedMaxMessagesKbytes = 16 * 1024,
            FetchQueueBackoffMs = 2,

            // An answer to an empty fetch; the embedded broker gives it only after this time, whatever arrives meanwhile.
            FetchWaitMaxMs = 100,

            // Reading the topic name and headers of each record again costs more than parsing it.
            ConsumeResultFields = "timestamp",

            // A topic that is created later is found soon.
            TopicMetadataRefreshIntervalMs = 10_000,
            SocketKeepaliveEnable = true,
        };
        PassThrough(options, config);
        return config;
    }

    /// <summary>A consumer whose partitions are assigned to it, and which only commits to the group.</summary>
    internal static ConsumerConfig AssignedConsumer(KafkaOptions options)
    {
        ConsumerConfig config = Consumer(options);

        // A commit in the name of a member that never joined is refused, and librdkafka may take that for the end.
        config.GroupInstanceId = null;
        return config;
    }

    /// <summary>An idempotent producer.</summary>
    public static ProducerConfig Producer(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var config = new ProducerConfig
        {
            BootstrapServers = options.BootstrapServers,
            ClientId = "pathway-producer",
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = 5,
            CompressionType = CompressionType.Lz4,
            // The partitioner that all other Kafka clients use by default: a key has one partition everywhere.
            Partitioner = Partitioner.Murmur2Random,
            SocketKeepaliveEnable = true,
        };
        PassThrough(options, config);
        return config;
    }

    /// <summary>A client that only asks.</summary>
    public static AdminClientConfig Admin(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var config = new AdminClientConfig { BootstrapServers = options.BootstrapServers, ClientId = "pathway-admin" };
        PassThrough(options, config);
        return config;
    }

    /// <summary>Builds a client and says whose property it is where librdkafka refuses one.</summary>
    /// <exception cref="InvalidOperationException">It does; the message names the property.</exception>
    internal static T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new InvalidOperationException($"{KafkaOptions.Section}:Client has a property that librdkafka refuses: {e.Message}", e);
        }
    }

    // A property that the other kind of client has (a consumer's, set for a process that also produces) is ignored
    // by librdkafka with a warning, not an error.
    private static void PassThrough(KafkaOptions options, ClientConfig config)
    {
        foreach ((string property, string value) in options.Client)
        {
            config.Set(property, value);
        }
    }
}
