using System.Globalization;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Demo.Workers;

/// <summary>The configuration of a worker as environment variables, which do not expose secrets as a command line does.</summary>
internal sealed class WorkerEnvironment
{
    // What decides which records of a pipeline count. The proof has the defaults.
    private static readonly string[] PipelineSections = [WindowOptions.Section, EventOptions.Section];

    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);

    private WorkerEnvironment()
    {
    }

    /// <summary>The variables to set; null removes one.</summary>
    internal IReadOnlyDictionary<string, string?> Variables => _variables;

    /// <summary>The configuration that all kinds of workers have in common.</summary>
    /// <param name="setting">The servers of the worker.</param>
    /// <param name="url">The address of its HTTP API.</param>
    internal static WorkerEnvironment Create(WorkerSetting setting, Uri url)
    {
        KafkaOptions kafka = setting.Kafka;
        var environment = new WorkerEnvironment();
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            // Configuration for the user's broker, database or pipeline does not apply to those of the demo.
            if ((setting.HasEmbeddedKafka && IsOf(name, KafkaOptions.Section))
                || (setting.HasPrivatePostgres && IsOf(name, DatabaseOptions.Section))
                || IsOf(name, PipelineOptions.Section)
                || (setting.PipelineFile is not null && IsAnyOf(name, PipelineSections)))
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

        // When the demo ends, in any way, the worker's standard input closes and the worker stops.
        environment.Set("Pathway:StopWhenInputEnds", "true");
        if ((setting.HasWindows ? DemoWindows.PipelineFile : setting.PipelineFile) is { } file)
        {
            environment.Set($"{PipelineOptions.Section}:{nameof(PipelineOptions.File)}", file);

            // A step of the watermark of an idle partition is not in the log, from which the proof computes late events.
            environment.Set($"{WindowOptions.Section}:{nameof(WindowOptions.IdleTimeout)}", "1000.00:00:00");
        }

        if (setting.HasWindows)
        {
            environment.Set(
                $"{WindowOptions.Section}:{nameof(WindowOptions.MaxTimeAhead)}",
                TimeSpan.FromMilliseconds(DemoWindows.Watermarks.MaxAhead).ToString("c", CultureInfo.InvariantCulture));
        }

        return environment;
    }

    /// <summary>Sets a configuration value by its key, such as <c>Pathway:Kafka:Topic</c>.</summary>
    internal void Set(string key, string value) => _variables[VariableOf(key)] = value;

    internal void Set(string key, int value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    private static bool IsAnyOf(string variable, string[] sections) => Array.Exists(sections, section => IsOf(variable, section));

    private static bool IsOf(string variable, string section) =>
        variable.StartsWith(VariableOf(section) + "__", StringComparison.OrdinalIgnoreCase);

    private static string VariableOf(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
