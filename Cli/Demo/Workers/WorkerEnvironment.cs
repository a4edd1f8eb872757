using System.Globalization;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>How a demo configures its workers: by environment variables, which hold secrets better than a command line.</summary>
internal static class WorkerEnvironment
{
    // A killed worker's partitions move after the session timeout; 6 s is the least that a Kafka broker takes by default.
    private const int SessionTimeoutMs = 6_000;
    private const int HeartbeatIntervalMs = 1_000;

    // The embedded broker takes any, and each of its rebalances lasts for all of it but a second, whoever has joined.
    private const int EmbeddedSessionTimeoutMs = 2_000;
    private const int EmbeddedHeartbeatIntervalMs = 400;

    // The embedded broker answers a fetch that finds nothing only when this is over, even if events arrive meanwhile.
    private const int EmbeddedFetchWaitMs = 50;

    /// <summary>The variables of a worker; null removes one.</summary>
    internal static Dictionary<string, string?> Create(DemoStage stage, Uri url)
    {
        KafkaOptions kafka = stage.Kafka;
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            // What is configured for the user's own broker or database is not for ours.
            if ((stage.HasEmbeddedKafka && IsOf(name, KafkaOptions.Section)) || (stage.HasPrivatePostgres && IsOf(name, DatabaseOptions.Section)))
            {
                environment[name] = null;
            }
        }

        Set("Pathway:Kafka:BootstrapServers", kafka.BootstrapServers);
        Set("Pathway:Kafka:Topic", kafka.Topic);
        Set("Pathway:Kafka:GroupId", kafka.GroupId);
        Set("Pathway:Kafka:Client:session.timeout.ms", Number(stage.HasEmbeddedKafka ? EmbeddedSessionTimeoutMs : SessionTimeoutMs));
        Set("Pathway:Kafka:Client:heartbeat.interval.ms", Number(stage.HasEmbeddedKafka ? EmbeddedHeartbeatIntervalMs : HeartbeatIntervalMs));
        Set("Pathway:Database:ConnectionString", stage.Database.ConnectionString);
        Set("Pathway:ServiceId", stage.Database.ServiceId);
        Set("Pathway:Http:Url", url.GetLeftPart(UriPartial.Authority));

        // However we end, our end of its standard input closes, and it stops.
        Set("Pathway:StopWhenInputEnds", "true");
        if (stage.HasEmbeddedKafka)
        {
            Set("Pathway:Kafka:SourceName", kafka.SourceName!);
            Set("Pathway:Kafka:Client:fetch.wait.max.ms", Number(EmbeddedFetchWaitMs));
        }

        return environment;

        void Set(string key, string value) => environment[VariableOf(key)] = value;
    }

    private static bool IsOf(string variable, string section) => variable.StartsWith(VariableOf(section) + "__", StringComparison.OrdinalIgnoreCase);

    private static string VariableOf(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
