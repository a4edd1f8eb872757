using Confluent.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Kafka;

/// <summary>Asks the brokers about a topic before anything is produced to it.</summary>
internal static class TopicLookup
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>How many partitions the topic has.</summary>
    /// <exception cref="ProduceFailedException">No broker answers, or there is no such topic.</exception>
    internal static int CountPartitions(Handle client, KafkaOptions options)
    {
        using IAdminClient admin = new DependentAdminClientBuilder(client).Build();
        try
        {
            // All topics: asking for one by name would make brokers that create topics by themselves create it.
            TopicMetadata? topic = admin.GetMetadata(Timeout).Topics.Find(candidate => candidate.Topic == options.Topic);
            return topic is { Partitions.Count: > 0 and var count }
                ? count
                : throw new ProduceFailedException(
                    $"There is no topic '{options.Topic}' at {options.BootstrapServers}. Create it (10 partitions are right), or name another " +
                    $"one ({KafkaOptions.Section}:{nameof(options.Topic)}, --topic).");
        }
        catch (KafkaException e)
        {
            throw new ProduceFailedException(
                $"No broker at {options.BootstrapServers} answered within {Timeout.TotalSeconds:0} s ({e.Error.Reason}). Check that Kafka runs " +
                $"there, and {KafkaOptions.Section}:{nameof(options.BootstrapServers)} or --brokers.",
                e);
        }
    }
}
