using System.Text.Json;

namespace PathwayOrleans.Bench.Cluster;

/// <summary>What <c>bench cluster</c> found; medians over the rounds.</summary>
public sealed record ClusterBenchResult
{
    public required long Events { get; init; }

    public required int Users { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Events a second of the standalone engine.</summary>
    public required double Standalone { get; init; }

    /// <summary>Events a second of one silo.</summary>
    public required double Silo { get; init; }

    /// <summary>The silo's rate over the standalone engine's, round by round.</summary>
    public required double Ratio { get; init; }

    /// <summary>Events a second of the same silo with Orleans' own ADO.NET provider in place of the group commit.</summary>
    public required double PlainProvider { get; init; }

    /// <summary>The silo's rate over that, round by round.</summary>
    public required double GroupCommitGain { get; init; }

    /// <summary>Highest resident memory of any silo with group commit, bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Database connections that a silo held, at the most.</summary>
    public required int Connections { get; init; }

    /// <summary>Users of the memory measurement; 0 where it was left out.</summary>
    public required int MemoryUsers { get; init; }

    /// <summary>Events a second there.</summary>
    public required double MemoryRate { get; init; }

    /// <summary>The silo's highest resident memory there, bytes.</summary>
    public required long MemoryPeakBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
