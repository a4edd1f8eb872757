using System.Text.Json;

namespace PathwayOrleans.Bench.Pipeline;

/// <summary>The result of <c>bench pipeline</c>; medians over the rounds.</summary>
public sealed record PipelineBenchResult
{
    public required long Events { get; init; }

    public required int Users { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Records per second, from the first one read until the last one durable.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>
    /// Managed memory that the engine allocated per record in that time, in bytes: reading, applying, and its share of commits.
    /// </summary>
    public required double AllocatedBytesPerEvent { get; init; }

    /// <summary>The highest resident memory of the engine, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
