using System.Globalization;
using PathwayOrleans.Cli.Demo.Windows;
using PathwayOrleans.Hosting.Windows;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>How a demo configures a worker: by environment variables, which hold secrets better than a command line.</summary>
internal sealed class WorkerEnvironment
{
    // The embedded broker answers a fetch that finds nothing only when this is over, even if events arrive meanwhile.
    private const int EmbeddedFetchWaitMs = 50;

    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);

    private WorkerEnvironment()
    {
    }

    /// <summary>The variables to set; null removes one.</summary>
    internal IReadOnlyDictionary<string, string?> Variables => _variables;

    /// <summary>What every worker needs to know, whatever it runs.</summary>
    /// <param name="setting">What it works on.</param>
    /// <param name="url">Where it is to serve its HTTP API.</param>
    internal static WorkerEnvironment Create(WorkerSetting setting, Uri url)
    {
        KafkaOptions kafka = setting.Kafka;
        var environment = new WorkerEnvironment();
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            // What is configured for the user's own broker or database is not for ours, and the user's windows are not the demo's.
            if ((setting.HasEmbeddedKafka && IsOf(name, KafkaOptions.Section)) || (setting.HasPrivatePostgres && IsOf(name, DatabaseOptions.Section))
                || IsOf(name, $"{WindowOptions.Section}:{nameof(WindowOptions.Named)}"))
            {
                environment._variables[name] = null;
            }
        }

        environment.Set("Pathway:Kafka:BootstrapServers", kafka.BootstrapServers);
        environment.Set("Pathway:Kafka:Topic", kafka.Topic);
        environment.Set("Pathway:Kafka:GroupId", kafka.GroupId);
        environment.Set("Pathway:Database:ConnectionString", setting.Database.ConnectionString);
        environment.Set("Pathway:ServiceId", setting.Database.ServiceId);
        environment.Set("Pathway:Http:Url", url.GetLeftPart(UriPartial.Authority));

        // However we end, our end of its standard input closes, and it stops.
        environment.Set("Pathway:StopWhenInputEnds", "true");
        if (setting.HasEmbeddedKafka)
        {
            environment.Set("Pathway:Kafka:SourceName", kafka.SourceName!);
            environment.Set("Pathway:Kafka:Client:fetch.wait.max.ms", EmbeddedFetchWaitMs);
        }

        if (setting.HasWindows)
        {
            DemoWindows.Configure(environment);
        }

        return environment;
    }

    /// <summary>Sets a configuration value by its key, such as <c>Pathway:Kafka:Topic</c>.</summary>
    internal void Set(string key, string value) => _variables[VariableOf(key)] = value;

    internal void Set(string key, int value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    private static bool IsOf(string variable, string section) => variable.StartsWith(VariableOf(section) + "__", StringComparison.OrdinalIgnoreCase);

    private static string VariableOf(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
