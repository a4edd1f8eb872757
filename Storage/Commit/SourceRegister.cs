using Npgsql;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// Records the names of sources (<c>pathway_register_sources</c>, 0010_sources.sql) before events of them are counted, because
/// the states of users refer to sources by number.
/// </summary>
internal sealed class SourceRegister(DatabaseSession session, DatabaseRetry retry)
{
    private const string SameNumber = "PW006";

    /// <summary>Records names. Idempotent.</summary>
    /// <exception cref="InvalidOperationException">Two sources have the same number.</exception>
    public async Task RegisterAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        try
        {
            await retry.RunAsync(
                "recording the names of sources",
                token => session.UseAsync((connection, t) => RegisterAsync(connection, names, t), token),
                cancellationToken);
        }
        catch (SameNumberException e)
        {
            throw new InvalidOperationException(
                $"{e.Message}. States refer to sources by this number, so both cannot be counted in one service. Use another " +
                "service (Pathway:ServiceId), another Pathway:Kafka:SourceName, or another --source.",
                e);
        }
    }

    private static async Task<int> RegisterAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pathway_register_sources($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. names] });
        try
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == SameNumber)
        {
            throw new SameNumberException(e.MessageText, e);
        }
    }

    // Not an error of the infrastructure, which would be retried.
    private sealed class SameNumberException(string message, Exception inner) : Exception(message, inner);
}
