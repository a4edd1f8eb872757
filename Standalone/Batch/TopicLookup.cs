using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Standalone.Batch;

internal static class TopicLookup
{
    /// <summary>How many partitions the topic has. A run does not wait for a topic that is not there.</summary>
    /// <exception cref="InvalidOperationException">It does not exist.</exception>
    /// <exception cref="Sources.SourceUnavailableException">The brokers did not answer.</exception>
    internal static async Task<int> CountPartitionsAsync(KafkaOptions kafka, CancellationToken cancellationToken)
    {
        using var inspector = KafkaTopicInspector.Create(kafka);
        return await inspector.CountPartitionsAsync(cancellationToken)
            ?? throw new InvalidOperationException(
                $"Topic {kafka.Topic} does not exist at {kafka.BootstrapServers}. Check --topic and --brokers ({KafkaOptions.Section}).");
    }
}
