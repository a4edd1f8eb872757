using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;

namespace PathwayOrleans.HttpApi.Tests;

public class ApiEndpointTests
{
    private readonly FakeEngine _engine = new();

    public static TheoryData<string> UserIds =>
    [
        "u17", "a/b", "a//b", "/", "/a", "a/", "a%2Fb", "a%2fb", "%", "%25", "100%", "a?b", "a#b", "a b", "a+b", "a&b=c", "日本",
        "😀", "é", "e\u0301", "\u00a0",
        ".hidden", "a.json", "\\", "..\\..", "\"", "<script>", "a\nb", "{id}", "~", "'; DROP TABLE events; --", ":", "http://x/y",
        "..a", "a/..b",
    ];

    [Theory]
    [InlineData("/nope")]
    [InlineData("/api/nope")]
    public async Task An_unknown_path_is_an_error_that_says_where_the_addresses_are(string path)
    {
        await using PostgresForTests database = await DatabaseAsync();
        await using MonitoringServer server = await MonitoringServer.StartAsync(new FakeEngine(), database.Url);
        (HttpStatusCode status, JsonElement body) = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal($"There is nothing at {path}; / lists the addresses.", body.GetProperty("error").GetString());
    }

    [Theory]
    [MemberData(nameof(UserIds))]
    public async Task Any_user_is_found_by_the_escaped_id(string userId)
    {
        await using PostgresForTests database = await DatabaseAsync();
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, database.Url);
        await database.ExecuteAsync(
            $"INSERT INTO events VALUES ('{userId.Replace("'", "''", StringComparison.Ordinal)}', 3, -2.5, 1700000000000)");
        foreach (string path in (string[])["/api/users/", "/api/users?id="])
        {
            (HttpStatusCode status, JsonElement body) = await server.GetAsync(path + Uri.EscapeDataString(userId));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(userId, body.GetProperty("userId").GetString());
            Assert.Equal(3, body.GetProperty("count").GetInt64());
            Assert.Equal(-2.5, body.GetProperty("totalValue").GetDouble());
            Assert.Equal(1_700_000_000_000, body.GetProperty("time").GetInt64());
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    public async Task User_id_that_a_path_cannot_contain_is_found_by_query(string userId)
    {
        await using PostgresForTests database = await DatabaseAsync();
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, database.Url);
        await database.ExecuteAsync($"INSERT INTO events VALUES ('{userId}', 3, -2.5, 1700000000000)");
        (HttpStatusCode status, JsonElement body) = await server.GetAsync($"/api/users?id={Uri.EscapeDataString(userId)}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(userId, body.GetProperty("userId").GetString());
    }

    [Theory]
    [InlineData("/api/users/")]
    [InlineData("/api/users?id=")]
    [InlineData("/api/users?id=%00")]
    [InlineData("/api/users?id=a%00b")]
    public async Task User_id_that_no_user_can_have_is_rejected(string path)
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(
            _engine, $"postgresql://user:password@127.0.0.1:{FreePort.Find()}/db");
        (HttpStatusCode status, JsonElement body) = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(body.GetProperty("error").GetString()!);
    }

    [Theory]
    [InlineData("/api/users/a?limit=1", "limit is '1'; there is no such parameter here; leave it out.")]
    [InlineData("/api/users/a?id=b", "id is 'b'; there is no such parameter here; leave it out.")]
    [InlineData("/api/users?id=a&id=b", "id is 'a,b'; it must be one user id.")]
    [InlineData("/api/users?id=a&user=b", "user is 'b'; there is no such parameter here; it must be one of id.")]
    [InlineData("/api/status?verbose", "verbose is ''; there is no such parameter here; leave it out.")]
    [InlineData("/api/partitions?partition=3", "partition is '3'; there is no such parameter here; leave it out.")]
    public async Task Unknown_parameter_is_rejected(string path, string error)
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(
            _engine, $"postgresql://user:password@127.0.0.1:{FreePort.Find()}/db");
        (HttpStatusCode status, JsonElement body) = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(error, body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Unknown_user_is_not_found()
    {
        await using PostgresForTests database = await DatabaseAsync();
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, database.Url);
        await database.ExecuteAsync("INSERT INTO events VALUES ('a', 1, 1, 1)");
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/api/users/A");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("'A'", body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_lookup_fails_while_the_database_is_unavailable()
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(
            _engine, $"postgresql://user:s3cret@127.0.0.1:{FreePort.Find()}/db");
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/api/users/u17");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The database does not answer", body.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_is_the_engines_and_needs_no_database()
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(
            _engine, $"postgresql://user:password@127.0.0.1:{FreePort.Find()}/db");
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/api/status");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"engine":"standalone","serviceId":"pathway","source":"kafka/c/events/t","startedAt":"2026-01-02T03:04:05+00:00","eventsApplied":101,"eventsSkipped":102,"deadLettered":103,"commits":104,"usersCommitted":105,"commitsRejected":106,"eventsInFlight":107,"usersInMemory":108,"partitionsPaused":109,"pauses":110,"databaseConnections":2,"lag":112,"residentBytes":113,"allocatedBytes":114,"problems":["the first problem","another problem"]}""",
            body.GetRawText());
    }

    [Fact]
    public async Task Partitions_have_their_positions_as_digits_and_their_error()
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(
            _engine, $"postgresql://user:password@127.0.0.1:{FreePort.Find()}/db");
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/api/partitions");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """[{"partition":3,"state":"reading","next":"6277101735386680763835789423207666416102355444464034512895","durable":"17","end":"20","lag":3,"error":null},{"partition":4,"state":"stopped","next":null,"durable":null,"end":null,"lag":null,"error":"records 1 to 9 are gone"}]""",
            body.GetRawText());
    }

    private static async Task<PostgresForTests> DatabaseAsync()
    {
        PostgresForTests database = await PostgresForTests.CreateAsync();
        await using var session = new DatabaseSession(new DatabaseOptions { ConnectionString = database.Url }, "pathway-test");
        await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(session, CancellationToken.None);
        return database;
    }
}
