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

    /// <summary>Records which log a source name stands for. Idempotent.</summary>
    /// <param name="name">The source name.</param>
    /// <param name="log">What the brokers call the log.</param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    /// <returns>Another name under which the log was counted, so that nothing was recorded; else null.</returns>
    public Task<string?> ClaimLogAsync(string name, string log, CancellationToken cancellationToken) => retry.RunAsync(
        "recording the log of the source",
        token => session.UseAsync(
            async (connection, t) =>
            {
                await using var command = new NpgsqlCommand("SELECT pathway_claim_log($1, $2)", connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = log });
                return await command.ExecuteScalarAsync(t) as string;
            },
            token),
        cancellationToken);

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
