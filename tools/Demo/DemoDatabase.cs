using Npgsql;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Demo;

/// <summary>The demo's private Postgres. The cluster is kept between demos; each demo gets a new, empty database.</summary>
internal static class DemoDatabase
{
    internal const string Name = "demo";

    // The server ends the sessions of killed workers immediately, even during a statement, so that they do not add to the
    // connections of their successors. Servers before version 14 do not support this; there a session ends with its statement.
    private const string EndOrphanedSessionsSql =
        $"""
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_settings WHERE name = 'client_connection_check_interval') THEN
                ALTER DATABASE {Name} SET client_connection_check_interval = '100ms';
            END IF;
        END $$
        """;

    /// <summary>Starts the server and creates the database.</summary>
    /// <exception cref="InvalidOperationException">
    /// Postgres is not installed or does not start; the message has the remedy.
    /// </exception>
    internal static async Task<PrivatePostgres> StartAsync(Action<string> log, CancellationToken cancellationToken)
    {
        PrivatePostgres postgres = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { Name = Name }, cancellationToken);
        try
        {
            await postgres.DropDatabaseAsync(Name, cancellationToken);
            await postgres.CreateDatabaseAsync(Name, cancellationToken);
            await ConfigureAsync(postgres, cancellationToken);
            log($"private Postgres at {postgres.Url(Name)}");
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    private static async Task ConfigureAsync(PrivatePostgres postgres, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString(Name)) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(EndOrphanedSessionsSql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
