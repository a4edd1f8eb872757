using System.Net;
using System.Net.Sockets;
using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

[Trait("Tier", "Slow")]
public sealed class NoClusterTests
{
    [Fact]
    public async Task No_database()
    {
        await using CommandProcess client = await ClientProcess.RunAsync(
            ["user", "u1", "--json", "--database", $"postgresql://user:secret@127.0.0.1:{FreePort.Find()}/db"], exitCode: 1);

        AssertOneLine(client, "does not answer", "Check Pathway:Database:ConnectionString");
        Assert.DoesNotContain("secret", client.Transcript);
    }

    [Fact]
    public async Task A_database_that_accepts_connections_and_does_not_respond()
    {
        using var silent = new SilentListener();

        await using CommandProcess client = await ClientProcess.RunAsync(
            ["status", "--database", $"postgresql://user:secret@127.0.0.1:{silent.Port}/db"], exitCode: 1);

        AssertOneLine(client, "does not answer", "Check Pathway:Database:ConnectionString");
    }

    [Fact]
    public async Task No_such_database()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();

        await using CommandProcess client = await ClientProcess.RunAsync(
            ["top", "--database", database.Url + "_not", "--timeout", "60"], exitCode: 1);

        AssertOneLine(client, "does not exist", "Check Pathway:Database:ConnectionString");
    }

    [Fact]
    public async Task A_database_without_tables()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();

        await using CommandProcess client = await ClientProcess.RunAsync(
            ["top", "--database", database.Url, "--timeout", "60"], exitCode: 1);

        AssertOneLine(client, "has no tables of silos", "./pathway silo", "Pathway:ServiceId");
    }

    [Fact]
    public async Task Tables_of_another_service()
    {
        await using var cluster = new FakeCluster();
        await cluster.PrepareAsync();

        await using CommandProcess client = await ClientProcess.RunAsync(
            ["top", "--database", cluster.Database.Url, "--timeout", "60", "--service-id", "other"], exitCode: 1);

        AssertOneLine(client, "has no tables of silos", "schema \"other\"");
    }

    [Fact]
    public async Task No_active_silo()
    {
        await using var cluster = new FakeCluster();
        await cluster.PrepareAsync();

        await using CommandProcess none = await cluster.AskAsync(exitCode: 1, "partitions");
        await AddGatewayAsync(cluster, "elsewhere", port: 1);
        await using CommandProcess others = await cluster.AskAsync(exitCode: 1, "partitions");

        AssertOneLine(none, "has no active silo of cluster \"pathway\"", "./pathway silo");
        AssertOneLine(others, "other clusters: elsewhere", "Pathway:Silo:ClusterId");
    }

    [Fact]
    public async Task A_gateway_that_refuses()
    {
        await using var cluster = new FakeCluster();
        await cluster.PrepareAsync();
        int port = FreePort.Find();
        await AddGatewayAsync(cluster, "pathway", port);

        await using CommandProcess client = await cluster.AskAsync(exitCode: 1, "dead-letters");

        AssertOneLine(client, "no gateway", $"127.0.0.1:{port}", "./pathway silo");
    }

    [Fact]
    public async Task A_gateway_that_accepts_connections_and_does_not_respond()
    {
        await using var cluster = new FakeCluster();
        await cluster.PrepareAsync();
        using var silent = new SilentListener();
        await AddGatewayAsync(cluster, "pathway", silent.Port);

        await using CommandProcess client = await ClientProcess.RunAsync(
            ["user", "u1", "--database", cluster.Database.Url], exitCode: 1);

        AssertOneLine(client, "no gateway", $"127.0.0.1:{silent.Port}");
    }

    [Fact]
    public async Task Without_a_cluster_there_is_no_prompt()
    {
        await using CommandProcess client = await ClientProcess.RunAsync(
            ["--database", $"postgresql://u@127.0.0.1:{FreePort.Find()}/db"], exitCode: 1);

        AssertOneLine(client, "does not answer");
    }

    private static Task AddGatewayAsync(FakeCluster cluster, string clusterId, int port) => cluster.Database.ExecuteAsync(
        $"""
        INSERT INTO orleansmembershipversiontable (deploymentid) VALUES ('{clusterId}');
        INSERT INTO orleansmembershiptable (
            deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
        VALUES ('{clusterId}', '127.0.0.1', 1, 1, 'ghost', 'ghost', 3, {port}, now(), now())
        """);

    private static void AssertOneLine(CommandProcess client, params string[] parts)
    {
        Assert.Empty(client.Output);
        Assert.DoesNotContain('\n', client.Errors);
        Assert.StartsWith("error: No cluster: ", client.Errors, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, client.Errors));
    }

    private sealed class SilentListener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        internal SilentListener() => _listener.Start();

        internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();
    }
}
