using System.Data;
using Npgsql;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Cli.Report;

/// <summary>Runs reports on one connection in one read-only transaction, which sees one snapshot of all tables.</summary>
internal static class ReportDatabase
{
    private const string ApplicationName = "pathway-report";

    /// <summary>Runs work in such a transaction.</summary>
    /// <param name="options">The database, and the service whose schema is the default.</param>
    /// <param name="services">The services that the work reads.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the work and the running statement.</param>
    /// <exception cref="CommandFailedException">The database does not answer, or has no tables of a service.</exception>
    internal static async Task<T> ReadAsync<T>(
        DatabaseOptions options,
        IReadOnlyList<string> services,
        Func<IQueries, Task<T>> work,
        CancellationToken cancellationToken)
    {
        // No time limit: the user cancels a report that takes too long.
        options.CommandTimeout = TimeSpan.Zero;
        await using var session = new DatabaseSession(options, ApplicationName);
        try
        {
            return await session.UseAsync(
                async (connection, token) =>
                {
                    await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(
                        IsolationLevel.RepeatableRead, token);
                    await using (var readOnly = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection, transaction))
                    {
                        await readOnly.ExecuteNonQueryAsync(token);
                    }

                    var queries = new ConnectionQueries(connection);
                    await RequireAsync(queries, options, services, token);
                    return await work(queries);
                },
                cancellationToken);
        }
        catch (Exception e) when (e is not PostgresException && DatabaseErrors.IsInfrastructure(e)
            && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(
                $"{DatabaseConfiguration.Describe(options)} cannot be read: {DatabaseErrors.Describe(e)}. Check --database " +
                "and that Postgres runs there.",
                e);
        }
    }

    private static async Task RequireAsync(
        ConnectionQueries queries, DatabaseOptions options, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        // Schemas with the tables of a service, and whether they have what the reports read.
        IReadOnlyList<(string Schema, bool HasViews)> known = await queries.ReadAsync(
            $"""
            SELECT n.nspname, EXISTS (
                SELECT FROM pg_class AS v JOIN pg_attribute AS a ON a.attrelid = v.oid AND a.attname = 'counted_as'
                WHERE v.relnamespace = n.oid AND v.relname = 'pipeline_views')
            FROM pg_class AS m JOIN pg_namespace AS n ON n.oid = m.relnamespace
            WHERE m.relname = 'schema_migrations'
                AND EXISTS (SELECT FROM pg_class AS s WHERE s.relnamespace = n.oid AND s.relname = 'source_progress')
            ORDER BY n.nspname
            """,
            row => (row.GetString(0), row.GetBoolean(1)),
            cancellationToken);
        foreach (string service in services)
        {
            string schema = ServiceId.Schema(service);
            int place = known.ToList().FindIndex(found => found.Schema == schema);
            if (place < 0)
            {
                string others = known.Count == 0
                    ? "none"
                    : string.Join(", ", known.Select(found => $"'{ServiceId.OfSchema(found.Schema)}'"));
                throw new CommandFailedException(
                    $"--service-id is '{service}', and {DatabaseConfiguration.Describe(options)} has no tables of this " +
                    $"service. Services there: {others}. Check --database and --service-id.");
            }

            if (!known[place].HasViews)
            {
                throw new CommandFailedException(
                    $"The tables of service '{service}' were created by an earlier version. " +
                    $"`./pathway migrate --service-id {service}` updates them.");
            }
        }
    }
}
