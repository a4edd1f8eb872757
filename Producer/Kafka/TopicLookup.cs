using Confluent.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Kafka;

/// <summary>Looks up a topic before anything is produced to it.</summary>
internal static class TopicLookup
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The number of partitions of the topic.</summary>
    /// <exception cref="ProduceFailedException">No broker answers, or the topic does not exist.</exception>
    internal static int CountPartitions(Handle client, KafkaOptions options)
    {
        using IAdminClient admin = new DependentAdminClientBuilder(client).Build();
        try
        {
            // All topics: a request for one by name would create it on brokers with automatic topic creation.
            TopicMetadata? topic = admin.GetMetadata(Timeout).Topics.Find(candidate => candidate.Topic == options.Topic);
            return topic is { Partitions.Count: > 0 and var count }
                ? count
                : throw new ProduceFailedException(
                    $"Topic '{options.Topic}' does not exist at {options.BootstrapServers}. Create it (10 partitions are " +
                    $"recommended), or choose another one ({KafkaOptions.Section}:{nameof(options.Topic)}, --topic).");
        }
        catch (KafkaException e)
        {
            throw new ProduceFailedException(
                $"No broker at {options.BootstrapServers} answered within {Timeout.TotalSeconds:0} s ({e.Error.Reason}). Check " +
                $"that Kafka runs there, and {KafkaOptions.Section}:{nameof(options.BootstrapServers)} or --brokers.",
                e);
        }
    }
}
