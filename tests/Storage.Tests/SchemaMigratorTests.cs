using PathwayOrleans.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests;

public class SchemaMigratorTests
{
    private const string TablesSql =
        "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', " +
        "'information_schema') ORDER BY 1";

    [Fact]
    public async Task An_empty_database_gets_every_table_once()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        IReadOnlyList<string> applied = await MigrateAsync(database);

        Assert.Equal(await database.RowsAsync("SELECT name FROM schema_migrations ORDER BY number, name"), applied);
        Assert.NotEmpty(applied);
        Assert.Equal(
            [
                "public.dead_letters", "public.dead_letters_by_reason", "public.events",
                "public.global_watermark",
                "public.orleansmembershiptable", "public.orleansmembershipversiontable",
                "public.orleansquery",
                "public.orleansstorage", "public.pathway_pipelines", "public.pathway_plain_views",
                "public.pathway_view_boundaries", "public.pipeline_views", "public.progress", "public.schema_migrations",
                "public.source_progress",
                "public.sources",
                "public.top_users",
                "public.top_users_by_total", "public.users_set_aside",
                "public.writer_commits",
            ],
            await database.RowsAsync(TablesSql));
    }

    [Fact]
    public async Task Second_migration_changes_nothing()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await MigrateAsync(database);
        string[] before = await database.RowsAsync(
            "SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid");
        string[] applied = await database.RowsAsync("SELECT number, name, applied_at FROM schema_migrations ORDER BY 1, 2");

        Assert.Empty(await MigrateAsync(database));
        Assert.Equal(
            before,
            await database.RowsAsync(
                "SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid"));
        Assert.Equal(applied, await database.RowsAsync("SELECT number, name, applied_at FROM schema_migrations ORDER BY 1, 2"));
    }

    [Theory]
    [InlineData("pathway")]
    [InlineData("rebuild-1")]
    public async Task Only_one_of_many_concurrent_processes_migrates(string serviceId)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        IReadOnlyList<string>[] applied = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => MigrateAsync(database, serviceId))));
        Assert.Single(applied, list => list.Count > 0);
    }

    [Fact]
    public async Task Two_services_have_a_schema_each()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await MigrateAsync(database);
        await MigrateAsync(database, "rebuild-1");
        string[] tables = await database.RowsAsync(TablesSql);
        Assert.Equal(
            tables.Where(table => table.StartsWith("public.", StringComparison.Ordinal))
                .Select(table => table["public.".Length..]),
            tables.Where(table => table.StartsWith("rebuild-1.", StringComparison.Ordinal))
                .Select(table => table["rebuild-1.".Length..]));
    }

    [Fact]
    public async Task Schema_of_a_newer_build_is_rejected_unchanged()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await MigrateAsync(database);
        await database.ExecuteAsync("INSERT INTO schema_migrations (number, name) VALUES (9999, '9999_future')");

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(database));
        Assert.Contains("\"public\" is at migration 9999", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Run a build at least as new", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_events_table_is_rejected_with_the_remedy_and_unchanged()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await database.ExecuteAsync("CREATE TABLE events (id integer)");

        var refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(() => MigrateAsync(database));
        Assert.Contains("\"events\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Rename that table, or set Pathway:ServiceId", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["public.events"], await database.RowsAsync(TablesSql));

        // The second remedy of the message works.
        Assert.NotEmpty(await MigrateAsync(database, "mine"));
    }

    [Fact]
    public async Task Second_first_row_of_a_grain_violates_the_unique_key()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await MigrateAsync(database);
        const string Insert =
            "INSERT INTO orleansstorage VALUES (1, 0, 5, 7, 'user', {0}, 'pathway', '', now(), 1) ON CONFLICT DO NOTHING " +
            "RETURNING 1";
        foreach (string extension in (string[])["NULL", "''", "'x'"])
        {
            string insert = Insert.Replace("{0}", extension, StringComparison.Ordinal);
            Assert.Single(await database.RowsAsync(insert));
            Assert.Empty(await database.RowsAsync(insert));
        }
    }

    private static async Task<IReadOnlyList<string>> MigrateAsync(PostgresForTests database, string serviceId = "pathway")
    {
        await using var session = new DatabaseSession(StorageProcess.OptionsFor(database.Url, serviceId), "pathway-migrate");
        return await StorageProcess.Migrator().MigrateAsync(session, CancellationToken.None);
    }
}
