using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Sources;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The command line of an engine that runs as a service: <c>run</c> and <c>silo</c>.</summary>
public static class EngineCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="name">The word that selects it.</param>
    /// <param name="engine">The name of the engine in the result.</param>
    /// <param name="description">What it does until SIGTERM or Ctrl-C.</param>
    /// <param name="run">
    /// Runs the engine with configuration as <c>--Pathway:Key=value</c>; returns one of <see cref="ExitCodes"/>.
    /// </param>
    public static Command Create(
        string name, string engine, string description, Func<string[], CancellationToken, Task<int>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var source = new SourceArguments(SourceSettingKind.Server, SourceSettingKind.Log, SourceSettingKind.Sharing);
        Setting[] settings =
        [
            new(
                "--database", "ADDRESS", "Postgres, postgresql://user:password@host:port/database.",
                "Pathway:Database:ConnectionString"),
            new("--service-id", "NAME", "Separates deployments in one database; each has its own schema.", "Pathway:ServiceId"),
            new("--url", "URL", "Address of health checks and API, http://ADDRESS:PORT.", "Pathway:Http:Url"),
        ];
        var json = new Option<bool>("--json") { Description = "Prints one JSON object, last on standard output, at the end." };
        var command = new Command(
            name,
            $"{description} until SIGTERM or Ctrl-C. Configuration: section Pathway of appsettings.json, overridden by " +
            "environment variables (Pathway__Kafka__BootstrapServers), overridden by these options and by any " +
            "--Pathway:Key=value.");
        source.AddTo(command);
        foreach (Setting setting in settings)
        {
            command.Options.Add(setting.Option);
        }

        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                string[] configuration =
                [
                    .. source.Overrides(parsed).Select(entry => $"--{entry.Key}={entry.Value}"),
                    .. settings.SelectMany(setting => setting.Arguments(parsed)),
                ];
                long start = TimeProvider.System.GetTimestamp();
                int exitCode = await run(configuration, cancellationToken);
                if (parsed.GetValue(json))
                {
                    await WriteResultAsync(engine, exitCode, TimeProvider.System.GetElapsedTime(start));
                }

                return exitCode;
            },
            cancellationToken));
        return command;
    }

    private static Task WriteResultAsync(string engine, int exitCode, TimeSpan duration) => Console.Out.WriteLineAsync(
        JsonSerializer.Serialize(new { engine, exitCode, seconds = Math.Round(duration.TotalSeconds, 3) }));

    /// <summary>An option that sets a configuration value.</summary>
    private sealed class Setting(string name, string valueName, string description, string key)
    {
        internal Option<string?> Option { get; } = new(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{description} [{key}]"),
            HelpName = valueName,
        };

        internal string[] Arguments(ParseResult parsed) => parsed.GetValue(Option) is { } value ? [$"--{key}={value}"] : [];
    }
}
