using System.Text.Json;

namespace PathwayOrleans.Bench.Batch;

/// <summary>The result of <c>bench batch</c>; medians over the rounds.</summary>
public sealed record BatchBenchResult
{
    public required long Events { get; init; }

    public required int Users { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Events per second of the engine on a topic, from the first one read to the last one durable.</summary>
    public required double Kafka { get; init; }

    /// <summary>Events per second of a batch over an NDJSON file, from the first byte read to the last event durable.</summary>
    public required double Ndjson { get; init; }

    /// <summary>The same over a CSV file.</summary>
    public required double Csv { get; init; }

    /// <summary>The rate of NDJSON over that of the topic, round by round.</summary>
    public required double NdjsonRatio { get; init; }

    /// <summary>The rate of CSV over that of the topic, round by round.</summary>
    public required double CsvRatio { get; init; }

    /// <summary>Highest resident memory of any batch process, bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
