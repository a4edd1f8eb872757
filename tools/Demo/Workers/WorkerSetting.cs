using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Demo.Workers;

/// <summary>The servers of a demo's workers.</summary>
/// <param name="Kafka">The Kafka to read from.</param>
/// <param name="Database">The database to write to.</param>
/// <param name="HasEmbeddedKafka">Whether the broker is the embedded one.</param>
/// <param name="HasPrivatePostgres">Whether the database is the private one.</param>
/// <param name="RunId">Letters and digits that are unique to the run.</param>
internal sealed record WorkerSetting(
    KafkaOptions Kafka, DatabaseOptions Database, bool HasEmbeddedKafka, bool HasPrivatePostgres, string RunId)
{
    /// <summary>Whether the workers compute the demo's windows.</summary>
    internal bool HasWindows { get; init; }

    /// <summary>The full path of the pipeline that the workers run; null for the built-in events.</summary>
    internal string? PipelineFile { get; init; }
}
