using Microsoft.Extensions.Logging;
using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Schema;

/// <summary>
/// Brings a service's schema up to date: numbered scripts, which are applied once, and then repeatable ones, which are applied
/// when their text has changed. Any number of processes may start at the same time: the first one applies the scripts under an
/// advisory lock, and the others wait for it. Idempotent.
/// </summary>
public sealed class SchemaMigrator(ILogger<SchemaMigrator> logger)
{
    /// <summary>The numbered scripts.</summary>
    internal IReadOnlyList<Migration> Migrations { get; init; } = Migration.All;

    /// <summary>The repeatable scripts.</summary>
    internal IReadOnlyList<RepeatableScript> RepeatableScripts { get; init; } = RepeatableScript.All;

    /// <summary>Applies the missing and the changed scripts, all in one transaction.</summary>
    /// <returns>The names of the scripts that were applied.</returns>
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
        await SchemaLock.TakeAsync(connection, schema, cancellationToken);

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
        foreach (Migration migration in Migrations.Where(m => m.Number > current))
        {
            await ApplyAsync(connection, migration, schema, cancellationToken);
            applied.Add(migration.Name);
        }

        applied.AddRange(await ApplyRepeatableAsync(connection, cancellationToken));

        // It needs what these scripts create; tests apply others.
        if (ReferenceEquals(RepeatableScripts, RepeatableScript.All))
        {
            await new WindowsToViews(connection, schema, cancellationToken).RunAsync();
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

    private async Task<int> CurrentAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM schema_migrations", connection);
        int current = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        int newest = Migrations[^1].Number;
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

    private async Task<List<string>> ApplyRepeatableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Dictionary<string, (int Revision, string Hash)> known = await AppliedRepeatableAsync(connection, cancellationToken);
        var applied = new List<string>();
        foreach (RepeatableScript script in RepeatableScripts)
        {
            if (known.TryGetValue(script.Name, out (int Revision, string Hash) last)
                && !script.Replaces(last.Revision, last.Hash))
            {
                continue;
            }

            await ExecuteAsync(connection, script.Sql, cancellationToken);
            await ExecuteAsync(
                connection,
                """
                INSERT INTO schema_migrations (name, revision, hash) VALUES ($1, $2, $3)
                ON CONFLICT (name) DO UPDATE SET
                    revision = excluded.revision, hash = excluded.hash, applied_at = excluded.applied_at
                """,
                cancellationToken,
                script.Name,
                script.Revision,
                script.Hash);
            applied.Add(script.Name);
        }

        return applied;
    }

    private static async Task<Dictionary<string, (int Revision, string Hash)>> AppliedRepeatableAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, (int Revision, string Hash)>();
        await using var command = new NpgsqlCommand(
            "SELECT name, revision, hash FROM schema_migrations WHERE number IS NULL", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0), (reader.GetInt32(1), reader.GetString(2)));
        }

        return known;
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
