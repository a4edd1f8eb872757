using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Schema;

namespace PathwayOrleans.Cli.Reset;

/// <summary>Empties the tables of a service, so that everything is processed again.</summary>
internal sealed class EmptyTables(DatabaseOptions options, bool force, ResetOutput output)
{
    internal async Task<int> RunAsync(bool confirmed, CancellationToken cancellationToken)
    {
        if (!confirmed)
        {
            await ConfirmAsync();
        }

        IReadOnlyDictionary<string, long> emptied = await ResetTransaction.RunAsync(
            options, force, ServiceTables.EmptyAsync, cancellationToken);
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
}
