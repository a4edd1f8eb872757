using Npgsql;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Reset;

/// <summary>Empties the tables of a service, so that everything is processed again.</summary>
internal sealed class EmptyTables(DatabaseOptions options, bool force, ResetOutput output)
{
    private static readonly string[] Tables =
    [
        "events", "user_windows", "window_definitions", "source_progress", "sources", "dead_letters", "writer_commits",
        "orleansstorage",
    ];

    internal async Task<int> RunAsync(bool confirmed, CancellationToken cancellationToken)
    {
        if (!confirmed)
        {
            await ConfirmAsync();
        }

        Dictionary<string, long> emptied = await ResetTransaction.RunAsync(options, force, EmptyAsync, cancellationToken);
        string tables = string.Join(", ", emptied.Select(table => $"{table.Key} ({table.Value} rows)"));
        await output.WriteAsync(
            $"{DatabaseConfiguration.Describe(options)}: emptied {tables}.",
            new { schema = ServiceId.Schema(options.ServiceId), emptied });
        return ExitCodes.Success;
    }

    private async Task ConfirmAsync()
    {
        string question =
            $"All counts, positions and dead letters in {DatabaseConfiguration.Describe(options)} will be deleted.";
        if (Console.IsInputRedirected)
        {
            throw new CommandFailedException($"{question} Confirm with --yes.");
        }

        await Console.Error.WriteAsync($"{question} Continue? [y/N] ");
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw new CommandFailedException("Nothing was changed.");
        }
    }

    private static async Task<Dictionary<string, long>> EmptyAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        string tables = string.Join(", ", Tables);

        // The lock prevents writes between counting and emptying.
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
