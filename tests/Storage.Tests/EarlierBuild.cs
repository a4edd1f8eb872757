using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests;

/// <summary>Creates the schema as a build with fewer migrations did.</summary>
internal static class EarlierBuild
{
    /// <summary>The number of the last migration before there were repeatable scripts.</summary>
    internal const int LastWithoutRepeatableScripts = 10;

    /// <summary>The number of the last migration before every service had a pipeline.</summary>
    internal const int LastWithoutPipelineOfEveryService = 14;

    internal static async Task MigrateAsync(PostgresForTests database, int last)
    {
        await database.ExecuteAsync(
            "CREATE TABLE schema_migrations (number integer PRIMARY KEY, name text NOT NULL, " +
            "applied_at timestamptz NOT NULL DEFAULT now())");
        foreach (Migration migration in Migration.All.Where(migration => migration.Number <= last))
        {
            await database.ExecuteAsync($"SELECT set_config('search_path', '\"public\"', false); {migration.Sql}");
            await database.ExecuteAsync(
                $"INSERT INTO schema_migrations (number, name) VALUES ({migration.Number}, '{migration.Name}')");
        }
    }
}
