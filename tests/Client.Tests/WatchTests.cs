using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

[Trait("Tier", "Slow")]
public sealed class WatchTests(FakeCluster cluster) : IClassFixture<FakeCluster>
{
    [Fact]
    public async Task Every_change_is_a_JSON_line_until_it_is_interrupted()
    {
        await using CommandProcess client = ClientProcess.Start(
            ["watch", "w1", "--interval", "0.1", "--json", .. cluster.Options]);
        await SaysAsync(client, """{"userId":"w1","found":false}""");

        cluster.Data.Count("w1", 1, 1.5, 10);
        await SaysAsync(client, """{"userId":"w1","found":true,"count":1,"totalValue":1.5,"time":10}""");
        cluster.Data.Count("w1", 2, 3, 20);
        await SaysAsync(client, """{"userId":"w1","found":true,"count":2,"totalValue":3,"time":20}""");
        client.Signal("INT");

        await client.EndsWithAsync(exitCode: 130);
        Assert.Equal(3, client.Lines.Count);
        Assert.Empty(client.Errors);
    }

    [Fact]
    public async Task Every_change_is_a_plain_line()
    {
        await using CommandProcess client = ClientProcess.Start(["watch", "w2", "--interval", "0.1", .. cluster.Options]);
        await SaysAsync(client, "w2: no events yet");

        cluster.Data.Count("w2", 1000, 1.5, 10);
        await SaysAsync(client, "w2: count 1,000, total value 1.5, last event 1970-01-01T00:00:00.010Z");
        client.Signal("TERM");

        await client.EndsWithAsync(exitCode: 130);
    }

    [Fact]
    public async Task An_interval_out_of_range_is_an_invalid_argument()
    {
        await using CommandProcess client = await cluster.AskAsync(exitCode: 1, "watch", "w3", "--interval", "0");

        Assert.Contains("--interval is 0; it must be between 0.1 and 3600.", client.Errors);
    }

    private static Task SaysAsync(CommandProcess client, string line) =>
        Eventually.SucceedsAsync(() => client.Lines.Contains(line), $"{line}{Environment.NewLine}{client.Transcript}");
}
