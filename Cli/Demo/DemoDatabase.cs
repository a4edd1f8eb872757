using Npgsql;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Cli.Demo;

/// <summary>The demo's own Postgres: kept from demo to demo, with a new, empty database each time.</summary>
internal static class DemoDatabase
{
    internal const string Name = "demo";

    // The server ends the sessions of killed workers at once, even in the midst of a statement, so that they do not
    // add to those of their successors. Servers before 14 cannot; there they end with their statement.
    private const string EndSessionsOfTheDeadSql =
        $"""
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_settings WHERE name = 'client_connection_check_interval') THEN
                ALTER DATABASE {Name} SET client_connection_check_interval = '100ms';
            END IF;
        END $$
        """;

    /// <summary>Starts it.</summary>
    /// <exception cref="InvalidOperationException">Postgres is not installed or does not start; the message says what to do.</exception>
    internal static async Task<PrivatePostgres> StartAsync(Action<string> say, CancellationToken cancellationToken)
    {
        PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Name = Name }, cancellationToken);
        try
        {
            await postgres.DropDatabaseAsync(Name, cancellationToken);
            await postgres.CreateDatabaseAsync(Name, cancellationToken);
            await ConfigureAsync(postgres, cancellationToken);
            say($"private Postgres at {postgres.Url(Name)}");
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
        await using var command = new NpgsqlCommand(EndSessionsOfTheDeadSql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
