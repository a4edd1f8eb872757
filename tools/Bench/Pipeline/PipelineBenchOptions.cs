namespace PathwayOrleans.Bench.Pipeline;

/// <summary>The options of <c>bench pipeline</c>.</summary>
public sealed record PipelineBenchOptions
{
    /// <summary>
    /// The number of records in the topic. Default: 100,000; the embedded Kafka keeps about 12,000 of them per partition.
    /// </summary>
    public long Events { get; init; } = 100_000;

    /// <summary>The number of keys. Default: 2,000.</summary>
    public int Users { get; init; } = 2_000;

    /// <summary>The number of rounds. Default: 5.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Kafka brokers; null for the embedded Kafka.</summary>
    public string? Brokers { get; init; }

    /// <exception cref="PathwayOrleans.CommandLine.CommandFailedException">An option is out of range.</exception>
    public void Validate() => BenchRange.Require(Events, Users, Rounds);
}
