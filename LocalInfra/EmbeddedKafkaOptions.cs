namespace PathwayOrleans.LocalInfra;

/// <summary>How an <see cref="EmbeddedKafka"/> starts.</summary>
public sealed record EmbeddedKafkaOptions
{
    /// <summary>Brokers of the cluster, each on a loopback port of its own; at least 1.</summary>
    public int Brokers { get; init; } = 1;

    /// <summary>The topic that exists from the start; null for none.</summary>
    public string? Topic { get; init; } = "events";

    /// <summary>Partitions of <see cref="Topic"/>; at least 1.</summary>
    public int Partitions { get; init; } = 10;

    /// <summary>How long an empty consumer group waits for more members before it assigns partitions.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    internal void Validate()
    {
        if (Brokers < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Brokers), Brokers, "An embedded Kafka needs at least 1 broker.");
        }

        if (Partitions < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Partitions), Partitions, "A topic needs at least 1 partition.");
        }

        if (InitialRebalanceDelay < TimeSpan.Zero || InitialRebalanceDelay.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(InitialRebalanceDelay), InitialRebalanceDelay, "The delay must be from 0 to int.MaxValue milliseconds.");
        }
    }
}
