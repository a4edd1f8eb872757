using System.Text.Json;

namespace PathwayOrleans.Bench.Standalone;

/// <summary>The result of <c>bench standalone</c>; medians over the rounds.</summary>
public sealed record StandaloneBenchResult
{
    public required long Events { get; init; }

    public required int Users { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Events per second of the hand-written loop.</summary>
    public required double ByHand { get; init; }

    /// <summary>Events per second of the engine.</summary>
    public required double Engine { get; init; }

    /// <summary>The ratio of the engine's rate to that of the loop in the same round.</summary>
    public required double Ratio { get; init; }

    /// <summary>The highest resident memory of the engine in the rounds, in bytes.</summary>
    public required long PeakBytes { get; init; }

    public required int Connections { get; init; }

    /// <summary>Users of the memory measurement; 0 if it was omitted.</summary>
    public required int MemoryUsers { get; init; }

    /// <summary>The engine's highest resident memory in the memory measurement, in bytes.</summary>
    public required long MemoryPeakBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
