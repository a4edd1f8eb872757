namespace PathwayOrleans.Bench.Windows;

/// <summary>What <c>bench windows</c> measures.</summary>
public sealed record WindowBenchOptions
{
    /// <summary>Events in the topic. Default: 1,000,000.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>Distinct users. Default: 10,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>How often the engine is run without and with windows, in turn. Default: 5.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>A Kafka to measure on; null for the embedded one.</summary>
    public string? Brokers { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        OptionRange.Require(Events is >= 1_000 and <= 1_000_000_000, nameof(Events), Events, "1000 to 1000000000");
        OptionRange.Require(Users is >= 1 && Users <= Events, nameof(Users), Users, "1 to the number of events");
        OptionRange.Require(Rounds is >= 1 and <= 100, nameof(Rounds), Rounds, "1 to 100");
    }
}
