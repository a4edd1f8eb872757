using Npgsql;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Connections;

[Trait("Tier", "Slow")]
public sealed class TlsTests
{
    private const string IsEncrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    [Fact]
    public async Task Verify_full_encrypts_and_accepts_only_the_server_with_that_name_and_authority()
    {
        await using PostgresWithTls tls = await PostgresWithTls.StartAsync("localhost");
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(tls.Server);

        Assert.True(await AskAsync(Url("localhost", tls.Authority)));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(Url("127.0.0.1", tls.Authority)));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(Url("localhost", tls.OtherAuthority())));

        string Url(string host, string authority) =>
            $"postgresql://{PrivatePostgres.User}:{PrivatePostgres.Password}@{host}:{tls.Server.Port}/{database.Database}?sslmode=verify-full&sslrootcert={authority}";
    }

    [Fact]
    public async Task Server_that_requires_TLS_rejects_unencrypted_connections()
    {
        await using PostgresWithTls tls = await PostgresWithTls.StartAsync("localhost");
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(tls.Server);

        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(
            () => AskAsync($"{database.Url}?sslmode=disable"));
        Assert.Equal(PostgresErrorCodes.InvalidAuthorizationSpecification, refused.SqlState);
    }

    private static async Task<bool> AskAsync(string url)
    {
        await using var session = new DatabaseSession(StorageProcess.OptionsFor(url), "pathway-session");
        return await session.UseAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(IsEncrypted, connection);
                return (bool)(await command.ExecuteScalarAsync(token))!;
            },
            CancellationToken.None);
    }
}
