using PathwayOrleans.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Schema;

/// <summary>
/// Prepares the schema before a process's first read. It waits without limit for an unavailable database; configuration
/// errors, which a retry cannot solve, are thrown immediately.
/// </summary>
public sealed class SchemaStartup(SchemaMigrator migrator, DatabaseRetry retry)
{
    /// <summary>Brings the schema up to date.</summary>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="InvalidOperationException">
    /// Wrong password, unknown database, missing privileges, tables of another application.
    /// </exception>
    public Task<IReadOnlyList<string>> PrepareAsync(
        DatabaseSession session, CancellationToken cancellationToken) => retry.RunAsync(
        "preparing the schema",
        async token =>
        {
            try
            {
                return await migrator.MigrateAsync(session, token);
            }
            catch (Exception e) when (DatabaseErrors.IsRejectedSearchPath(e))
            {
                throw new ConfigurationRejectedException(
                    $"The connection pooler refuses the search path of the service: {DatabaseErrors.Describe(e)}. Set " +
                    "ignore_startup_parameters = search_path in pgbouncer.ini, and the search path of the database user: " +
                    $"ALTER ROLE … IN DATABASE … SET search_path = \"{session.Schema}\". Or connect to Postgres " +
                    "without the pooler.",
                    e);
            }
            catch (Exception e) when (DatabaseErrors.IsConfigurationMistake(e))
            {
                throw new ConfigurationRejectedException(
                    $"The database refuses this configuration: {DatabaseErrors.Describe(e)}. Check " +
                    "Pathway:Database:ConnectionString, and that its user has the privilege to create tables (and schemas, if " +
                    "the service id is not the default).",
                    e);
            }
        },
        cancellationToken);
}
