using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;

namespace PathwayOrleans.Cli.Migrate;

/// <summary><c>migrate</c>: the database schema, for those who do not let the service make it.</summary>
internal static class MigrateCommand
{
    private const int DefaultTimeoutSeconds = 60;
    private const int MaxTimeoutSeconds = 86_400;

    internal static Command Create()
    {
        var database = new DatabaseSettings();
        var timeout = new Option<double>("--timeout")
        {
            Description = "Seconds to wait for a database that is away; 0 = for ever.",
            DefaultValueFactory = _ => DefaultTimeoutSeconds,
            HelpName = "SECONDS",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object, last on standard output." };
        var command = new Command(
            "migrate", "Brings the database schema up to date. Running it again changes nothing; run does the same when it starts.");
        database.AddTo(command);
        command.Options.Add(timeout);
        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () => RunAsync(database.Read(parsed), Patience(parsed.GetValue(timeout)), parsed.GetValue(json), cancellationToken),
            cancellationToken));
        return command;
    }

    private static TimeSpan Patience(double seconds) => seconds is >= 0 and <= MaxTimeoutSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new CommandFailedException($"--timeout is {seconds}; 0 (for ever) to {MaxTimeoutSeconds} seconds is right.");

    private static async Task<int> RunAsync(DatabaseOptions options, TimeSpan timeout, bool json, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> applied = await ApplyAsync(options, timeout, cancellationToken);
        string schema = ServiceId.Schema(options.ServiceId);
        await Console.Out.WriteLineAsync(
            json ? JsonSerializer.Serialize(new { schema, applied })
            : applied.Count == 0 ? $"{DatabaseSettings.Describe(options)}: up to date."
            : $"{DatabaseSettings.Describe(options)}: applied {string.Join(", ", applied)}.");
        return ExitCodes.Success;
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(DatabaseOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using ILoggerFactory logs = ErrorLog.Create();
        var startup = new SchemaStartup(
            new SchemaMigrator(logs.CreateLogger<SchemaMigrator>()),
            new DatabaseRetry(options, TimeProvider.System, logs.CreateLogger<DatabaseRetry>()));
        await using var session = new DatabaseSession(options, "pathway-migrate");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout > TimeSpan.Zero)
        {
            patience.CancelAfter(timeout);
        }

        try
        {
            return await startup.PrepareAsync(session, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(
                $"The schema is not up to date: {DatabaseSettings.Describe(options)} did not let it be made within {timeout.TotalSeconds:0.#} s. " +
                "Check --database and that Postgres runs there, or wait longer with --timeout.");
        }
    }
}
