using Confluent.Kafka;
using Confluent.Kafka.Admin;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Asks the brokers once where a topic's logs end, for those who only want to know.</summary>
public static class KafkaLogEnds
{
    /// <summary>The topic's source name, and for each of its partitions the position that the next record will get.</summary>
    /// <param name="options">The topic; validated.</param>
    /// <param name="patience">How long all of it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SourceUnavailableException">The brokers did not answer in time, or have no such topic.</exception>
    /// <exception cref="InvalidOperationException">librdkafka refuses a property, or the brokers tell no cluster id.</exception>
    public static async Task<(string Source, IReadOnlyDictionary<int, Position> Ends)> FindAsync(
        KafkaOptions options, TimeSpan patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            string source = await NameAsync(options, limit.Token);
            using IAdminClient admin = KafkaClientSettings.Build(
                new AdminClientBuilder(KafkaClientSettings.Admin(options)).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build);
            return (source, await EndsAsync(admin, options.Topic, patience, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceUnavailableException($"the brokers at {options.BootstrapServers} did not answer within {patience.TotalSeconds:0.###} s");
        }
        catch (KafkaException e)
        {
            throw new SourceUnavailableException($"the brokers did not say where {options.Topic} ends: {e.Error.Reason}", e);
        }
    }

    private static async Task<string> NameAsync(KafkaOptions options, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(options.SourceName))
        {
            return options.SourceName;
        }

        using var inspector = KafkaTopicInspector.Create(options);
        return (await inspector.IdentifyAsync(cancellationToken))?.SourceName
            ?? throw new SourceUnavailableException($"there is no topic '{options.Topic}' at {options.BootstrapServers}");
    }

    private static async Task<IReadOnlyDictionary<int, Position>> EndsAsync(
        IAdminClient admin, string topic, TimeSpan patience, CancellationToken cancellationToken)
    {
        DescribeTopicsResult described = await admin
            .DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = patience })
            .WaitAsync(cancellationToken);
        TopicPartitionOffsetSpec[] latest =
        [
            .. described.TopicDescriptions[0].Partitions.Select(partition => new TopicPartitionOffsetSpec
            {
                TopicPartition = new TopicPartition(topic, partition.Partition),
                OffsetSpec = OffsetSpec.Latest(),
            }),
        ];

        // As the engines read: up to the first transaction that is still open.
        ListOffsetsResult answer = await admin
            .ListOffsetsAsync(latest, new ListOffsetsOptions { RequestTimeout = patience, IsolationLevel = IsolationLevel.ReadCommitted })
            .WaitAsync(cancellationToken);
        return answer.ResultInfos.ToDictionary(
            info => info.TopicPartitionOffsetError.Partition.Value, info => Position.FromOffset(info.TopicPartitionOffsetError.Offset.Value));
    }
}
