using System.Text.Json;

namespace PathwayOrleans.Bench;

/// <summary>The result of <c>bench silo</c>; medians over the rounds.</summary>
public sealed record SiloBenchResult
{
    public required long Events { get; init; }

    public required int Users { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Events per second of the standalone engine.</summary>
    public required double Standalone { get; init; }

    /// <summary>Events per second of one silo.</summary>
    public required double Silo { get; init; }

    /// <summary>The ratio of the silo's rate to that of the standalone engine in the same round.</summary>
    public required double Ratio { get; init; }

    /// <summary>Events per second of a silo with Orleans' ADO.NET storage provider instead of group commit.</summary>
    public required double PlainProvider { get; init; }

    /// <summary>The ratio of the silo's rate to that of a silo without group commit in the same round.</summary>
    public required double GroupCommitGain { get; init; }

    /// <summary>The highest resident memory of a silo with group commit, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>The highest number of database connections of a silo.</summary>
    public required int Connections { get; init; }

    /// <summary>Users of the memory measurement; 0 if it was omitted.</summary>
    public required int MemoryUsers { get; init; }

    /// <summary>Events per second of the memory measurement.</summary>
    public required double MemoryRate { get; init; }

    /// <summary>The silo's highest resident memory in the memory measurement, in bytes.</summary>
    public required long MemoryPeakBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
