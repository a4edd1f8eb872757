using Npgsql;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Cli.Reset;

/// <summary>Runs work in one transaction of a service's database, if no other process of the service is connected.</summary>
internal static class ResetTransaction
{
    // Every connection of a service has an application name with its prefix.
    private const string ConnectedSql =
        """
        SELECT DISTINCT application_name FROM pg_stat_activity
        WHERE datname = current_database() AND starts_with(application_name, $1) AND pid <> pg_backend_pid()
        ORDER BY application_name
        """;

    /// <exception cref="CommandFailedException">The service is running, or has no tables here.</exception>
    internal static async Task<T> RunAsync<T>(
        DatabaseOptions options,
        bool force,
        Func<NpgsqlConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        await using var session = new DatabaseSession(options, "pathway-reset");
        try
        {
            return await session.UseAsync(
                async (connection, token) =>
                {
                    await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(token);
                    if (!force)
                    {
                        await RefuseWhileConnectedAsync(connection, options, token);
                    }

                    T result = await work(connection, token);
                    await transaction.CommitAsync(token);
                    return result;
                },
                cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new CommandFailedException(
                $"{DatabaseConfiguration.Describe(options)} has no tables of PathwayOrleans ({e.MessageText}). Check " +
                "--database and --service-id; `./pathway migrate` creates the tables.",
                e);
        }
    }

    private static async Task RefuseWhileConnectedAsync(
        NpgsqlConnection connection, DatabaseOptions options, CancellationToken cancellationToken)
    {
        var others = new List<string>();
        await using var command = new NpgsqlCommand(ConnectedSql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = ConnectionSettings.PrefixOf(options.ServiceId) });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            others.Add(reader.GetString(0));
        }

        if (others.Count > 0)
        {
            throw new CommandFailedException(
                $"Processes are connected to {DatabaseConfiguration.Describe(options)}: {string.Join(", ", others)}. They have " +
                "the data in memory that this command changes. Stop them first, or use --force.");
        }
    }
}
