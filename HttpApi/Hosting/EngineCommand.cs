using System.CommandLine;
using System.Text.Json;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Sources;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The command line of an engine that runs as a service: <c>run</c> and <c>silo</c>.</summary>
public static class EngineCommand
{
    private const string UrlKey = $"{HttpOptions.Section}:{nameof(HttpOptions.Url)}";

    private const string Durable =
        "The partitions were not handed over. Everything that was committed is durable; the next process that reads them " +
        "continues there, and nothing counts twice.";

    /// <summary>Creates the command.</summary>
    /// <param name="name">The word that selects it.</param>
    /// <param name="engine">The name of the engine in the result.</param>
    /// <param name="description">What it does until SIGTERM or Ctrl-C.</param>
    /// <param name="run">
    /// Runs the engine with configuration as <c>--Pathway:Key=value</c>; returns one of <see cref="ExitCodes"/>.
    /// </param>
    public static Command Create(
        string name,
        string engine,
        string description,
        Func<string[], CancellationToken, Task<int>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var source = new SourceArguments(SourceSettingKind.Server, SourceSettingKind.Log, SourceSettingKind.Sharing);
        var database = new DatabaseArguments();
        var pipeline = new PipelineArgument();
        var url = new Option<string?>("--url")
        {
            Description = $"Address of health checks and API, http://ADDRESS:PORT. [{UrlKey}]",
            HelpName = "URL",
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object, last on standard output, at the end." };
        var command = new Command(
            name,
            $"{description} until SIGTERM or Ctrl-C. Configuration: section Pathway of appsettings.json, overridden by " +
            "environment variables (Pathway__Kafka__BootstrapServers), overridden by these options and by any " +
            "--Pathway:Key=value.");
        source.AddTo(command);
        database.AddTo(command);
        pipeline.AddTo(command);
        command.Options.Add(url);
        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                KeyValuePair<string, string?>[] overrides =
                [
                    .. source.Overrides(parsed),
                    .. database.Overrides(parsed),
                    pipeline.Override(parsed),
                    KeyValuePair.Create(UrlKey, parsed.GetValue(url)),
                ];
                string[] configuration =
                    [.. overrides.Where(entry => entry.Value is not null).Select(entry => $"--{entry.Key}={entry.Value}")];
                using IDisposable tells = Interrupts.Tell(() => Durable);
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
}
