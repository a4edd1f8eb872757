using System.Text.Json;

namespace PathwayOrleans.Bench.Standalone;

/// <summary>What <c>bench standalone</c> found; medians over the rounds.</summary>
public sealed record StandaloneBenchResult
{
    public required long Events { get; init; }

    public required int Users { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Events a second of the hand-written loop.</summary>
    public required double ByHand { get; init; }

    /// <summary>Events a second of the engine.</summary>
    public required double Engine { get; init; }

    /// <summary>The engine's rate over the loop's, round by round.</summary>
    public required double Ratio { get; init; }

    /// <summary>Highest resident memory of any engine process of the rounds, bytes.</summary>
    public required long PeakBytes { get; init; }

    public required int Connections { get; init; }

    /// <summary>Users of the memory measurement; 0 where it was left out.</summary>
    public required int MemoryUsers { get; init; }

    /// <summary>The engine's highest resident memory there, bytes.</summary>
    public required long MemoryPeakBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
