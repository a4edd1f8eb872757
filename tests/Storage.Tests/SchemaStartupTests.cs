using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;

namespace PathwayOrleans.Storage.Tests;

public class SchemaStartupTests
{
    private readonly LogCapture<DatabaseRetry> _log = new();

    [Fact]
    public async Task Start_waits_for_an_unavailable_database()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        proxy.Refuse = true;
        Task<IReadOnlyList<string>> preparing = PrepareAsync(database.UrlThrough(proxy.Port));
        await Eventually.SucceedsAsync(() => _log.Messages.Count >= 3, "three failed attempts");
        Assert.False(preparing.IsCompleted);

        proxy.Refuse = false;
        Assert.NotEmpty(await preparing);
        Assert.All(_log.Messages, message => Assert.Contains("preparing the schema failed", message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("SQL_ASCII")]
    public async Task A_database_that_cannot_store_every_character_is_refused(string encoding)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string other = $"{database.Database}_{encoding}".ToLowerInvariant();
        await database.ExecuteAsync($"CREATE DATABASE {other} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0");
        var refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => PrepareAsync(database.Url.Replace(database.Database, other, StringComparison.Ordinal)));
        Assert.Contains($"'{other}' has the encoding {encoding}; it must be UTF8", refused.Message, StringComparison.Ordinal);
        await database.ExecuteAsync($"DROP DATABASE {other}");
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        Task<IReadOnlyList<string>> preparing = PrepareAsync($"postgresql://u:p@127.0.0.1:{FreePort.Find()}/d", stop: stop.Token);
        await Eventually.SucceedsAsync(() => _log.Messages.Count >= 1, "a failed attempt");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparing);
    }

    [Fact]
    public async Task Wrong_password_fails_at_once_without_retry()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string url = database.Url.Replace(":password@", ":s3cret@", StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(() => PrepareAsync(url));
        Assert.Contains("Pathway:Database:ConnectionString", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(_log.Messages);
    }

    [Fact]
    public async Task Unknown_database_fails_at_once()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string url = database.Url.Replace(database.Database, "nowhere", StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(() => PrepareAsync(url));
        Assert.Contains("\"nowhere\" does not exist", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pathway")]
    [InlineData("other")]
    public async Task Missing_privileges_fail_at_once(string serviceId)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => PrepareAsGuestAsync(database, "REVOKE CREATE ON SCHEMA public FROM PUBLIC", serviceId));
        Assert.Contains("privilege to create tables", refused.Message, StringComparison.Ordinal);
        Assert.IsType<PostgresException>(refused.InnerException);
    }

    [Fact]
    public async Task Default_service_needs_no_privilege_to_create_schemas()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        Assert.NotEmpty(await PrepareAsGuestAsync(database, "GRANT CREATE ON SCHEMA public TO GUEST"));
    }

    [Theory]
    [InlineData("pathway", "public")]
    [InlineData("other", "other")]
    public async Task Up_to_date_schema_needs_no_create_privilege(string serviceId, string schema)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await PrepareAsync(database.Url, serviceId);
        Assert.Empty(await PrepareAsGuestAsync(
            database, $"GRANT USAGE ON SCHEMA {schema} TO GUEST; GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO GUEST",
            serviceId));
    }

    // Runs as a new database user with these privileges; GUEST is replaced by its name.
    private async Task<IReadOnlyList<string>> PrepareAsGuestAsync(
        PostgresForTests database, string rights, string serviceId = ServiceId.Default)
    {
        string guest = $"guest_{Guid.NewGuid():n}";
        await database.ExecuteAsync(
            $"CREATE ROLE {guest} LOGIN PASSWORD 'password'; {rights.Replace("GUEST", guest, StringComparison.Ordinal)}");
        try
        {
            return await PrepareAsync(database.Url.Replace("//user:", $"//{guest}:", StringComparison.Ordinal), serviceId);
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {guest}; DROP ROLE {guest}");
        }
    }

    private async Task<IReadOnlyList<string>> PrepareAsync(
        string url, string serviceId = ServiceId.Default, CancellationToken stop = default)
    {
        DatabaseOptions options = StorageProcess.OptionsFor(url, serviceId);
        await using var session = new DatabaseSession(options, "pathway-startup");
        return await new SchemaStartup(StorageProcess.Migrator(), new DatabaseRetry(options, TimeProvider.System, _log))
            .PrepareAsync(session, stop);
    }
}
