using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>What a demo's workers work on.</summary>
/// <param name="Kafka">Where they read.</param>
/// <param name="Database">Where they write.</param>
/// <param name="HasEmbeddedKafka">Whether the broker is the demo's own.</param>
/// <param name="HasPrivatePostgres">Whether the database is the demo's own.</param>
/// <param name="RunId">A few letters and digits that no other run has.</param>
internal sealed record WorkerSetting(KafkaOptions Kafka, DatabaseOptions Database, bool HasEmbeddedKafka, bool HasPrivatePostgres, string RunId)
{
    /// <summary>Whether workers keep the demo's windows.</summary>
    internal bool HasWindows { get; init; }
}
