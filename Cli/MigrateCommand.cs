using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;

namespace PathwayOrleans.Cli;

/// <summary><c>migrate</c>: updates the database schema, for deployments in which the service must not do it.</summary>
internal static class MigrateCommand
{
    private const int DefaultTimeoutSeconds = 60;
    private const int MaxTimeoutSeconds = 86_400;

    internal static Command Create()
    {
        var database = new DatabaseArguments();
        var timeout = new Option<double>("--timeout")
        {
            Description = "Seconds to wait for a database that is unavailable; 0 = unlimited.",
            DefaultValueFactory = _ => DefaultTimeoutSeconds,
            HelpName = "SECONDS",
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object, last on standard output." };
        var command = new Command(
            "migrate", "Updates the database schema. Running it again changes nothing. The run command does the same at start.");
        database.AddTo(command);
        command.Options.Add(timeout);
        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () => RunAsync(
                database.Read(parsed), ReadTimeout(parsed.GetValue(timeout)), parsed.GetValue(json), cancellationToken),
            cancellationToken));
        return command;
    }

    private static TimeSpan ReadTimeout(double seconds)
    {
        NumberRange.Require(
            seconds is >= 0 and <= MaxTimeoutSeconds,
            "--timeout", seconds, $"between 0 (unlimited) and {MaxTimeoutSeconds} seconds");
        return TimeSpan.FromSeconds(seconds);
    }

    private static async Task<int> RunAsync(
        DatabaseOptions options, TimeSpan timeout, bool json, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> applied = await ApplyAsync(options, timeout, cancellationToken);
        string schema = ServiceId.Schema(options.ServiceId);
        await Console.Out.WriteLineAsync(
            json ? JsonSerializer.Serialize(new { schema, applied })
            : applied.Count == 0 ? $"{DatabaseConfiguration.Describe(options)}: up to date."
            : $"{DatabaseConfiguration.Describe(options)}: applied {string.Join(", ", applied)}.");
        return ExitCodes.Success;
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(
        DatabaseOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using ILoggerFactory logs = ErrorLog.Create();
        var startup = new SchemaStartup(
            new SchemaMigrator(logs.CreateLogger<SchemaMigrator>()),
            new DatabaseRetry(options, TimeProvider.System, logs.CreateLogger<DatabaseRetry>()));
        await using var session = new DatabaseSession(options, "pathway-migrate");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout > TimeSpan.Zero)
        {
            deadline.CancelAfter(timeout);
        }

        try
        {
            return await startup.PrepareAsync(session, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(
                $"The schema was not updated: {DatabaseConfiguration.Describe(options)} was not available within " +
                $"{timeout.TotalSeconds:0.#} s. Check --database and that Postgres runs there, or increase --timeout.");
        }
    }
}
