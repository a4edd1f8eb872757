using Confluent.Kafka;
using Confluent.Kafka.Admin;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Asks the brokers for the topic's identity, its partitions and their ends. Thread-safe.</summary>
internal sealed class KafkaTopicInspector : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly IAdminClient _admin;
    private readonly KafkaOptions _options;
    private readonly string _topic;

    // A request that times out does not reveal the cause: a wrong password, a rejected certificate, a closed port.
    private string? _connectionError;

    private KafkaTopicInspector(KafkaOptions options)
    {
        _options = options;
        _topic = options.Topic;
        _admin = KafkaClientSettings.Build(new AdminClientBuilder(KafkaClientSettings.Admin(options))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Note(error))
            .Build);
    }

    /// <summary>Creates an inspector with its own client.</summary>
    /// <exception cref="InvalidOperationException">librdkafka rejects a property; the message names it.</exception>
    internal static KafkaTopicInspector Create(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new KafkaTopicInspector(options);
    }

    /// <summary>The identity of the topic; null while the topic does not exist.</summary>
    /// <exception cref="SourceUnavailableException">The brokers did not answer.</exception>
    /// <exception cref="InvalidOperationException">The brokers answered without a cluster id.</exception>
    internal async Task<KafkaSourceIdentity?> IdentifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            DescribeClusterResult cluster = await _admin
                .DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Timeout })
                .WaitAsync(cancellationToken);
            if (string.IsNullOrEmpty(cluster.ClusterId))
            {
                throw NoClusterId(null);
            }

            if (await DescribeTopicAsync(Timeout, cancellationToken) is not { } topic)
            {
                return null;
            }

            string? topicId = topic.TopicId?.ToString();
            return new KafkaSourceIdentity(
                cluster.ClusterId, _topic, IsZero(topicId) ? null : ToKafkaSpelling(topicId!), _options.AcceptTopicId);
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion)
        {
            throw NoClusterId(e);
        }
        catch (KafkaException e)
        {
            throw new SourceUnavailableException($"the brokers did not report their cluster id: {Describe(e)}", e);
        }
    }

    /// <summary>The identity of a topic whose name the operator configured; null while the topic does not exist.</summary>
    /// <exception cref="SourceUnavailableException">The brokers did not answer.</exception>
    internal async Task<ConfiguredIdentity?> IdentifyAsync(string configured, CancellationToken cancellationToken)
    {
        try
        {
            return await IdentifyAsync(cancellationToken) is { } identity
                ? new ConfiguredIdentity(configured, identity.Log)
                : null;
        }
        catch (NoClusterIdException)
        {
            return new ConfiguredIdentity(configured, null);
        }
    }

    /// <summary>How many partitions the topic has; null while it does not exist.</summary>
    /// <exception cref="SourceUnavailableException">The brokers did not answer.</exception>
    internal async Task<int?> CountPartitionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await DescribeTopicAsync(Timeout, cancellationToken))?.Partitions.Count;
        }
        catch (KafkaException e)
        {
            throw new SourceUnavailableException(
                $"the brokers did not report the number of partitions of {_topic}: {Describe(e)}", e);
        }
    }

    /// <summary>For each partition, the position that its next record will get.</summary>
    /// <exception cref="SourceUnavailableException">The brokers did not answer, or the topic does not exist.</exception>
    internal async Task<IReadOnlyDictionary<int, Position>> FindEndsAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            TopicDescription topic = await DescribeTopicAsync(timeout, cancellationToken)
                ?? throw new SourceUnavailableException($"there is no topic '{_topic}' at {_options.BootstrapServers}");
            TopicPartitionOffsetSpec[] latest =
            [
                .. topic.Partitions.Select(partition => new TopicPartitionOffsetSpec
                {
                    TopicPartition = new TopicPartition(_topic, partition.Partition),
                    OffsetSpec = OffsetSpec.Latest(),
                }),
            ];

            // The isolation level of the readers: the end is the first transaction that is still open.
            ListOffsetsResult answer = await _admin
                .ListOffsetsAsync(
                    latest, new ListOffsetsOptions { RequestTimeout = timeout, IsolationLevel = IsolationLevel.ReadCommitted })
                .WaitAsync(cancellationToken);
            return answer.ResultInfos.ToDictionary(
                info => info.TopicPartitionOffsetError.Partition.Value,
                info => Position.FromOffset(info.TopicPartitionOffsetError.Offset.Value));
        }
        catch (KafkaException e)
        {
            throw new SourceUnavailableException($"the brokers did not report the end of {_topic}: {Describe(e)}", e);
        }
    }

    public void Dispose() => _admin.Dispose();

    // "All brokers down" adds nothing to the errors of each broker.
    private void Note(Error error)
    {
        if (error.Code != ErrorCode.Local_AllBrokersDown)
        {
            Volatile.Write(ref _connectionError, error.Reason);
        }
    }

    private string Describe(KafkaException e) =>
        Interlocked.Exchange(ref _connectionError, null) is { } cause ? $"{e.Error.Reason}; {cause}" : e.Error.Reason;

    private async Task<TopicDescription?> DescribeTopicAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            DescribeTopicsResult topics = await _admin
                .DescribeTopicsAsync(
                    TopicCollection.OfTopicNames([_topic]), new DescribeTopicsOptions { RequestTimeout = timeout })
                .WaitAsync(cancellationToken);
            return topics.TopicDescriptions[0];
        }
        catch (DescribeTopicsException e) when (e.Results.TopicDescriptions[0].Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return null;
        }
    }

    // librdkafka returns plain base64; Kafka's own tools print it URL-safe and without padding.
    private static string ToKafkaSpelling(string topicId) => topicId.Replace('+', '-').Replace('/', '_').TrimEnd('=');

    // Base64 of sixteen zero bytes: the broker has no topic ids.
    private static bool IsZero(string? topicId) => string.IsNullOrEmpty(topicId) || topicId.All(c => c is 'A' or '=');

    private static NoClusterIdException NoClusterId(Exception? inner) => new(
        "The brokers have no cluster id, so positions of this cluster could be mistaken for another one's. Set " +
        $"{KafkaOptions.Section}:{nameof(KafkaOptions.SourceName)} to a name that no other log ever had.",
        inner);

    private sealed class NoClusterIdException(string message, Exception? inner) : InvalidOperationException(message, inner);
}
