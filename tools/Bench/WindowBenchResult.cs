using System.Text.Json;

namespace PathwayOrleans.Bench;

/// <summary>The result of <c>bench windows</c>; medians over the rounds.</summary>
public sealed record WindowBenchResult
{
    public required long Events { get; init; }

    public required int Users { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Events per second without windows.</summary>
    public required double Without { get; init; }

    /// <summary>Events per second with a tumbling, a sliding and a session window.</summary>
    public required double With { get; init; }

    /// <summary>The ratio of the rate with windows to that without windows in the same round.</summary>
    public required double Ratio { get; init; }

    /// <summary>The number of window rows after a round.</summary>
    public required long WindowRows { get; init; }

    /// <summary>The highest resident memory of the engine with windows, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
