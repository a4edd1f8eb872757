using Microsoft.Extensions.Logging;
using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Schema;

/// <summary>
/// Brings a service's schema up to date. Any number of processes may start at the same time: the first one applies the
/// migrations under an advisory lock, and the others wait for it. Idempotent.
/// </summary>
public sealed class SchemaMigrator(ILogger<SchemaMigrator> logger)
{
    /// <summary>Applies the missing migrations, all in one transaction.</summary>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="InvalidOperationException">
    /// The schema is newer than this build, or has tables of another application; or the encoding of the database is not UTF8.
    /// </exception>
    public Task<IReadOnlyList<string>> MigrateAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.UseAsync((connection, token) => MigrateAsync(connection, session.Schema, token), cancellationToken);
    }

    private async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await RequireUtf8Async(connection, cancellationToken);
        var applied = new List<string>();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The lock is held until the end of the transaction. Its key contains the schema, so services do not block each other.
        await ExecuteAsync(
            connection, "SELECT pg_advisory_xact_lock(hashtextextended('pathway-schema:' || $1, 0))", cancellationToken, schema);

        // Not IF NOT EXISTS, which requires the CREATE privilege even if the object exists.
        await ExecuteAsync(
            connection,
            $"""
            DO $$ BEGIN
                IF to_regnamespace('"{schema}"') IS NULL THEN
                    CREATE SCHEMA "{schema}";
                END IF;
                IF to_regclass('"{schema}".schema_migrations') IS NULL THEN
                    CREATE TABLE schema_migrations (
                        number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
                END IF;
            END $$
            """,
            cancellationToken);

        int current = await CurrentAsync(connection, schema, cancellationToken);
        foreach (Migration migration in Migration.All.Where(m => m.Number > current))
        {
            await ApplyAsync(connection, migration, schema, cancellationToken);
            applied.Add(migration.Name);
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (string name in applied)
        {
            logger.MigrationApplied(schema, name);
        }

        return applied;
    }

    // User ids may have any character of Unicode. One that the database cannot store would block its partition.
    private static async Task RequireUtf8Async(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT current_setting('server_encoding')", connection);
        string encoding = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (encoding != "UTF8")
        {
            throw new ConfigurationRejectedException(
                $"The database '{connection.Database}' has the encoding {encoding}; it must be UTF8. Create another one " +
                "(CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0) and set Pathway:Database:ConnectionString.");
        }
    }

    private static async Task<int> CurrentAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM schema_migrations", connection);
        int current = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        int newest = Migration.All[^1].Number;
        return current <= newest
            ? current
            : throw new InvalidOperationException(
                $"Schema \"{schema}\" is at migration {current}; this build has migrations up to {newest}. " +
                "Run a build at least as new as the one that migrated it.");
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection, Migration migration, string schema, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateTable)
        {
            throw new ConfigurationRejectedException(
                $"Schema \"{schema}\" has a table of another application ({e.MessageText}). " +
                "Rename that table, or set Pathway:ServiceId so that this deployment uses a separate schema.",
                e);
        }

        await ExecuteAsync(
            connection,
            "INSERT INTO schema_migrations (number, name) VALUES ($1, $2)",
            cancellationToken,
            migration.Number,
            migration.Name);
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (object parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
