using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Asks the brokers who they are and which topic this is.</summary>
public sealed class KafkaTopicInspector : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly IAdminClient _admin;
    private readonly string _topic;

    // A request that times out does not say why: that the password is wrong, a certificate refused, a port closed.
    private string? _connectionTrouble;

    private KafkaTopicInspector(KafkaOptions options)
    {
        _topic = options.Topic;
        _admin = KafkaClientSettings.Build(new AdminClientBuilder(KafkaClientSettings.Admin(options))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Note(error))
            .Build);
    }

    /// <summary>An inspector with a client of its own.</summary>
    /// <exception cref="InvalidOperationException">librdkafka refuses a property; the message names it.</exception>
    public static KafkaTopicInspector Create(KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new KafkaTopicInspector(options);
    }

    /// <summary>The identity of the topic; null while the topic does not exist.</summary>
    /// <exception cref="SourceUnavailableException">The brokers did not answer.</exception>
    /// <exception cref="InvalidOperationException">They answer, but tell no cluster id.</exception>
    public async Task<KafkaSourceIdentity?> IdentifyAsync(CancellationToken cancellationToken)
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

            if (await DescribeTopicAsync(cancellationToken) is not { } topic)
            {
                return null;
            }

            string? topicId = topic.TopicId?.ToString();
            return new KafkaSourceIdentity(cluster.ClusterId, _topic, IsZero(topicId) ? null : AsKafkaSpellsIt(topicId!));
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion)
        {
            throw NoClusterId(e);
        }
        catch (KafkaException e)
        {
            throw new SourceUnavailableException($"the brokers did not say which cluster they are: {Describe(e)}", e);
        }
    }

    /// <summary>How many partitions the topic has; null while it does not exist.</summary>
    /// <exception cref="SourceUnavailableException">The brokers did not answer.</exception>
    public async Task<int?> CountPartitionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await DescribeTopicAsync(cancellationToken))?.Partitions.Count;
        }
        catch (KafkaException e)
        {
            throw new SourceUnavailableException($"the brokers did not say how many partitions {_topic} has: {Describe(e)}", e);
        }
    }

    public void Dispose() => _admin.Dispose();

    // That all brokers are down follows from what was said of each.
    private void Note(Error error)
    {
        if (error.Code != ErrorCode.Local_AllBrokersDown)
        {
            Volatile.Write(ref _connectionTrouble, error.Reason);
        }
    }

    private string Describe(KafkaException e) =>
        Interlocked.Exchange(ref _connectionTrouble, null) is { } trouble ? $"{e.Error.Reason}; {trouble}" : e.Error.Reason;

    private async Task<TopicDescription?> DescribeTopicAsync(CancellationToken cancellationToken)
    {
        try
        {
            DescribeTopicsResult topics = await _admin
                .DescribeTopicsAsync(TopicCollection.OfTopicNames([_topic]), new DescribeTopicsOptions { RequestTimeout = Timeout })
                .WaitAsync(cancellationToken);
            return topics.TopicDescriptions[0];
        }
        catch (DescribeTopicsException e) when (e.Results.TopicDescriptions[0].Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return null;
        }
    }

    // librdkafka's plain base64, as Kafka's own tools print it: URL-safe and without padding.
    private static string AsKafkaSpellsIt(string topicId) => topicId.Replace('+', '-').Replace('/', '_').TrimEnd('=');

    // Base64 of sixteen zero bytes: a broker that knows no topic ids.
    private static bool IsZero(string? topicId) => string.IsNullOrEmpty(topicId) || topicId.All(c => c is 'A' or '=');

    private static InvalidOperationException NoClusterId(Exception? inner) => new(
        $"The brokers tell no cluster id, so positions of this cluster could be mistaken for another one's. Set {KafkaOptions.Section}:" +
        $"{nameof(KafkaOptions.SourceName)} to a name that no other log ever had.",
        inner);
}
