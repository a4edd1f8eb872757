namespace PathwayOrleans.Bench.Batch;

/// <summary>The options of <c>bench batch</c>.</summary>
public sealed record BatchBenchOptions
{
    // The capacity of the embedded broker: 50 MB in total.
    private const long EmbeddedBrokerEvents = 900_000;

    /// <summary>The number of events in each file. Default: 5,000,000.</summary>
    public long Events { get; init; } = 5_000_000;

    /// <summary>The number of users. Default: 10,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>The number of rounds; each runs the engine and both batches once. Default: 3.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Kafka brokers; null for the embedded Kafka.</summary>
    public string? Brokers { get; init; }

    /// <summary>The number of events in the topic: as in a file, or what the embedded broker can hold.</summary>
    internal long TopicEvents => Brokers is null ? Math.Min(Events, EmbeddedBrokerEvents) : Events;

    /// <exception cref="PathwayOrleans.CommandLine.CommandFailedException">An option is out of range.</exception>
    public void Validate() => BenchRange.Require(Events, Users, Rounds);
}
