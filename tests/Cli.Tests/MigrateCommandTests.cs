using System.Text.Json;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class MigrateCommandTests
{
    [Fact]
    public async Task The_second_migration_changes_nothing()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();

        await using CommandProcess first = await CliProcess.RunAsync(
            ["migrate", "--database", database.Url, "--json"], exitCode: 0);
        await using CommandProcess second = await CliProcess.RunAsync(
            ["migrate", "--database", database.Url, "--json"], exitCode: 0);
        await using CommandProcess third = await CliProcess.RunAsync(["migrate", "--database", database.Url], exitCode: 0);

        string[] applied = first.Json.GetProperty("applied").Deserialize<string[]>()!;
        Assert.Equal("0001_tables", applied[0]);
        Assert.Equal(applied, await database.RowsAsync("SELECT name FROM schema_migrations ORDER BY number"));
        Assert.Equal("public", first.Json.GetProperty("schema").GetString());
        Assert.Equal(0, second.Json.GetProperty("applied").GetArrayLength());
        Assert.Contains("up to date", third.Output);
    }

    [Fact]
    public async Task A_service_has_its_own_schema()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();

        await using CommandProcess migrate = await CliProcess.RunAsync(
            ["migrate", "--database", database.Url, "--service-id", "second"], exitCode: 0);

        Assert.Contains("schema \"second\"", migrate.Output);
        Assert.True(await database.ScalarAsync<bool>(
            "SELECT to_regclass('second.events') IS NOT NULL AND to_regclass('public.events') IS NULL"));
    }

    [Fact]
    public async Task The_database_can_be_set_by_the_environment()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var environment = new Dictionary<string, string>
        {
            ["Pathway__Database__ConnectionString"] = database.Url,
            ["Pathway__ServiceId"] = "third",
        };

        await using CommandProcess migrate = await CliProcess.RunAsync(["migrate", "--json"], exitCode: 0, environment);

        Assert.Equal("third", migrate.Json.GetProperty("schema").GetString());
    }

    [Fact]
    public async Task Waiting_for_an_unavailable_database_ends_at_the_timeout()
    {
        await using CommandProcess migrate = await CliProcess.RunAsync(
            ["migrate", "--database", "postgresql://user:secret@127.0.0.1:1/db", "--timeout", "0.5", "--json"], exitCode: 1);

        Assert.Contains("db at 127.0.0.1:1", migrate.Errors);
        Assert.Contains("--timeout", migrate.Errors);
        Assert.DoesNotContain("secret", migrate.Transcript);
        Assert.Empty(migrate.Output);
    }
}
