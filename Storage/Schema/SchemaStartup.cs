using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Schema;

/// <summary>
/// What a process does before its first read: it waits for the database for as long as it takes, but says at
/// once what no waiting can mend.
/// </summary>
public sealed class SchemaStartup(SchemaMigrator migrator, DatabaseRetry retry)
{
    /// <summary>Brings the schema up to date.</summary>
    /// <returns>The names of the migrations applied now.</returns>
    /// <exception cref="InvalidOperationException">Wrong password, no such database, missing rights, foreign tables.</exception>
    public Task<IReadOnlyList<string>> PrepareAsync(DatabaseSession session, CancellationToken cancellationToken) => retry.RunAsync(
        "preparing the schema",
        async token =>
        {
            try
            {
                return await migrator.MigrateAsync(session, token);
            }
            catch (Exception e) when (DatabaseErrors.IsConfigurationMistake(e))
            {
                throw new InvalidOperationException(
                    $"The database refuses this configuration: {DatabaseErrors.Describe(e)}. Check Pathway:Database:ConnectionString " +
                    "and that its user may create tables (and, for a service id other than the default, schemas).",
                    e);
            }
        },
        cancellationToken);
}
