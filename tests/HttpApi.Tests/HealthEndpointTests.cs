using System.Net;
using System.Text.Json;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.HttpApi.Tests;

public class HealthEndpointTests
{
    private readonly FakeEngine _engine = new();

    private static string Nowhere => $"postgresql://user:password@127.0.0.1:{FreePort.Find()}/db";

    [Fact]
    public async Task Process_is_alive_independent_of_database_and_engine()
    {
        _engine.Obstacles = _ => throw new InvalidOperationException("The engine must not be asked.");
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, Nowhere);
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("alive", body.GetProperty("status").GetString());
        Assert.False(server.Session.IsOpen);
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("evil.example:8080", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("pathway.localhost:8080", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task Only_names_of_the_loopback_interface_are_answered_on_it(string host, HttpStatusCode expected)
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, Nowhere);
        Assert.Equal(expected, await server.GetStatusAsync("/api/status", host));
    }

    [Fact]
    public async Task A_request_without_a_path_lists_the_endpoints()
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, Nowhere);
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("/readyz", body.GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetString()));
    }

    [Fact]
    public async Task Ready_if_there_are_no_problems()
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, Nowhere);
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("ready", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task All_problems_are_reported()
    {
        _engine.Obstacles = _ => Task.FromResult<IReadOnlyList<string>>(["the database does not answer", "no partitions yet"]);
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, Nowhere);
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("not ready", body.GetProperty("status").GetString());
        Assert.Equal(
            ["the database does not answer", "no partitions yet"],
            body.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
    }

    [Fact]
    public async Task Readiness_check_without_answer_times_out()
    {
        _engine.Obstacles = async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        };
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, Nowhere);
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains(
            "no answer", Assert.Single(body.GetProperty("problems").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_readiness_check_is_a_problem()
    {
        _engine.Obstacles = _ => Task.FromException<IReadOnlyList<string>>(new Npgsql.NpgsqlException("gone"));
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, Nowhere);
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains(
            "gone", Assert.Single(body.GetProperty("problems").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_stops_and_comes_back_makes_it_unready_and_ready_again()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        await using MonitoringServer server = await MonitoringServer.StartAsync(_engine, postgres.Url());
        _engine.Obstacles = cancellation => AskDatabaseAsync(server.Session, cancellation);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/readyz")).Status);
        await postgres.StopAsync(PostgresStop.Immediate);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync("/readyz")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync("/api/users/u")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/healthz")).Status);
        await postgres.StartAgainAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/readyz")).Status);
    }

    private static async Task<IReadOnlyList<string>> AskDatabaseAsync(DatabaseSession session, CancellationToken cancellation)
    {
        try
        {
            await session.UseAsync(
                async (connection, token) =>
                {
                    await using var command = new Npgsql.NpgsqlCommand("SELECT 1", connection);
                    return await command.ExecuteScalarAsync(token);
                },
                cancellation);
            return [];
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            return [DatabaseErrors.Describe(e)];
        }
    }
}
