using System.Text.Json;

namespace PathwayOrleans.Bench.Windows;

/// <summary>What <c>bench windows</c> found; medians over the rounds.</summary>
public sealed record WindowBenchResult
{
    public required long Events { get; init; }

    public required int Users { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Events a second without windows.</summary>
    public required double Without { get; init; }

    /// <summary>Events a second with a tumbling, a sliding and a session window.</summary>
    public required double With { get; init; }

    /// <summary>The one over the other, round by round.</summary>
    public required double Ratio { get; init; }

    /// <summary>Window rows after a round.</summary>
    public required long WindowRows { get; init; }

    /// <summary>Highest resident memory of any engine process with windows, bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
