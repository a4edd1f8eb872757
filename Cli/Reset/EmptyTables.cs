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
            await Confirmation.RequireAsync(
                $"All counts, positions and dead letters in {DatabaseConfiguration.Describe(options)} will be deleted.");
        }

        IReadOnlyDictionary<string, long> emptied = await ResetTransaction.RunAsync(
            options, force, ServiceTables.EmptyAsync, cancellationToken);
        string tables = string.Join(", ", emptied.Select(table => $"{table.Key} ({table.Value} rows)"));
        await output.WriteAsync(
            $"{DatabaseConfiguration.Describe(options)}: emptied {tables}.",
            new { schema = ServiceId.Schema(options.ServiceId), emptied });
        return ExitCodes.Success;
    }
}
