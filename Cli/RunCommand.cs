using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Cli;

/// <summary><c>run</c>: the standalone engine as a service, in this process.</summary>
internal static class RunCommand
{
    private const string KeyPrefix = "--Pathway:";

    internal static Command Create()
    {
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
            "run",
            "Runs the standalone engine until SIGTERM or Ctrl-C. Configuration: section Pathway of appsettings.json, " +
            "overridden by environment variables (Pathway__Kafka__BootstrapServers), overridden by these options and by any " +
            "--Pathway:Key=value.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        source.AddTo(command);
        foreach (Setting setting in settings)
        {
            command.Options.Add(setting.Option);
        }

        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () => RunAsync(
                [
                    .. ConfigurationIn(parsed.UnmatchedTokens),
                    .. source.Overrides(parsed).Select(entry => $"--{entry.Key}={entry.Value}"),
                    .. settings.SelectMany(setting => setting.Arguments(parsed)),
                ],
                parsed.GetValue(json),
                cancellationToken),
            cancellationToken));
        return command;
    }

    private static IReadOnlyList<string> ConfigurationIn(IReadOnlyList<string> tokens) =>
        tokens.FirstOrDefault(token => !token.StartsWith(KeyPrefix, StringComparison.Ordinal)) is { } unknown
            ? throw new CommandFailedException(
                $"'{unknown}' is neither an option of run nor a configuration value such as --Pathway:Kafka:Topic=events.")
            : tokens;

    private static async Task<int> RunAsync(string[] arguments, bool json, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        int exitCode = await StandaloneHost.RunAsync(arguments, cancellationToken);
        if (json)
        {
            double seconds = Math.Round(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 3);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { engine = "standalone", exitCode, seconds }));
        }

        return exitCode;
    }

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
