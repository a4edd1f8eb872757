using Npgsql;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Connections;

/// <summary>
/// Verifies that a session uses the tables of its service. A connection pooler may ignore the search path that a connection
/// requests; then the session would use the tables of another service.
/// </summary>
public static class SessionSchema
{
    /// <summary>Verifies a session that was just opened.</summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="schema">The schema of the service.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="WrongSchemaException">The session uses another schema.</exception>
    public static async Task VerifyAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = new NpgsqlCommand("SELECT current_schema(), current_setting('search_path')", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        string? current = reader.IsDBNull(0) ? null : reader.GetString(0);
        string path = reader.GetString(1);

        // On a new database the schema of the service does not exist yet.
        if (current != schema && !(current is null && path.Trim('"') == schema))
        {
            var settings = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
            throw new WrongSchemaException(
                $"The database session has the search path '{path}', but the tables of this service are in the schema " +
                $"\"{schema}\". A connection pooler, such as PgBouncer with ignore_startup_parameters = search_path, does not " +
                "pass the search path on. Set it for the database user, with a user for each service: ALTER ROLE " +
                $"{PgText.Name(settings.Username ?? "")} IN DATABASE {PgText.Name(settings.Database ?? "")} " +
                $"SET search_path = {PgText.Name(schema)}. " +
                "Reconnect the pooler, or connect to Postgres without it.");
        }
    }
}
