namespace PathwayOrleans.Bench.Batch;

/// <summary>What <c>bench batch</c> measures.</summary>
public sealed record BatchBenchOptions
{
    // What the embedded broker keeps: 50 MB in all.
    private const long EmbeddedBrokerEvents = 900_000;

    /// <summary>Events in each file. Default: 5,000,000.</summary>
    public long Events { get; init; } = 5_000_000;

    /// <summary>Distinct users. Default: 10,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>How often the three are run in turn. Default: 3.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>A Kafka to measure on; null for the embedded one.</summary>
    public string? Brokers { get; init; }

    /// <summary>Events in the topic: as many as in a file, or as the embedded broker can hold.</summary>
    internal long TopicEvents => Brokers is null ? Math.Min(Events, EmbeddedBrokerEvents) : Events;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        Require(Events is >= 1_000 and <= 1_000_000_000, nameof(Events), Events, "1000 to 1000000000");
        Require(Users is >= 1 && Users <= Events, nameof(Users), Users, "1 to the number of events");
        Require(Rounds is >= 1 and <= 100, nameof(Rounds), Rounds, "1 to 100");
    }

    private static void Require(bool right, string name, object value, string range)
    {
        if (!right)
        {
            throw new ArgumentException($"{name} is {value}; {range} is right.");
        }
    }
}
