using Npgsql;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Reset;

/// <summary>Empties a service's tables, so that everything is counted anew.</summary>
internal sealed class EmptyTables(DatabaseOptions options, bool force, ResetOutput output)
{
    private static readonly string[] Tables =
        ["events", "user_windows", "window_definitions", "source_progress", "dead_letters", "writer_commits", "orleansstorage"];

    internal async Task<int> RunAsync(bool confirmed, CancellationToken cancellationToken)
    {
        if (!confirmed)
        {
            await ConfirmAsync();
        }

        Dictionary<string, long> emptied = await ResetTransaction.RunAsync(options, force, EmptyAsync, cancellationToken);
        await output.WriteAsync(
            $"{DatabaseSettings.Describe(options)}: emptied {string.Join(", ", emptied.Select(table => $"{table.Key} ({table.Value} rows)"))}.",
            new { schema = ServiceId.Schema(options.ServiceId), emptied });
        return ExitCodes.Success;
    }

    private async Task ConfirmAsync()
    {
        string question = $"All counts, positions and dead letters in {DatabaseSettings.Describe(options)} will be gone.";
        if (Console.IsInputRedirected)
        {
            throw new CommandFailedException($"{question} Say that this is meant with --yes.");
        }

        await Console.Error.WriteAsync($"{question} Go on? [y/N] ");
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw new CommandFailedException("Nothing was changed.");
        }
    }

    private static async Task<Dictionary<string, long>> EmptyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        string tables = string.Join(", ", Tables);

        // Nobody writes between counting and emptying.
        await ExecuteAsync($"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE");
        var rows = new Dictionary<string, long>();
        foreach (string table in Tables)
        {
            await using var count = new NpgsqlCommand($"SELECT count(*) FROM {table}", connection);
            rows.Add(table, (long)(await count.ExecuteScalarAsync(cancellationToken))!);
        }

        await ExecuteAsync($"TRUNCATE {tables}");
        return rows;

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
