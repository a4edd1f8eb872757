namespace PathwayOrleans.LocalInfra;

/// <summary>The options of an <see cref="EmbeddedKafka"/>.</summary>
public sealed record EmbeddedKafkaOptions
{
    /// <summary>The number of brokers, each on its own loopback port; at least 1.</summary>
    public int Brokers { get; init; } = 1;

    /// <summary>The initial topic; null for none.</summary>
    public string? Topic { get; init; } = "events";

    /// <summary>The number of partitions of <see cref="Topic"/>; at least 1.</summary>
    public int Partitions { get; init; } = 10;

    /// <summary>The time that an empty consumer group waits for more members before it assigns partitions.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    internal void Validate()
    {
        if (Brokers < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Brokers), Brokers, "The number of brokers must be at least 1.");
        }

        if (Partitions < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Partitions), Partitions, "The number of partitions must be at least 1.");
        }

        if (InitialRebalanceDelay < TimeSpan.Zero || InitialRebalanceDelay.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(InitialRebalanceDelay), InitialRebalanceDelay,
                "The delay must be between 0 and int.MaxValue milliseconds.");
        }
    }
}
