using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Client.Tests.Connection;

public sealed class LostSiloTests
{
    [Fact]
    public async Task Another_silo_answers_when_one_is_gone_and_an_error_when_all_are()
    {
        await using var cluster = new FakeCluster();
        await cluster.InitializeAsync();
        await cluster.AddSiloAsync();
        cluster.Data.Count("u1", 1, 1, 1);
        using var client = ClientProcess.Start(["--json", .. cluster.Options]);
        await AskUntilAnsweredAsync(client, answers: 1);

        await cluster.Silos[0].BreakOffAsync();
        await AskUntilAnsweredAsync(client, answers: 2);
        await cluster.Silos[1].BreakOffAsync();
        await client.TypeAsync("user u1");
        client.CloseInput();
        await client.EndsWithAsync(exitCode: 1);

        Assert.Equal(2, client.Lines.Count);
        Assert.Contains("No cluster: ", client.Errors);
        Assert.DoesNotContain('\n', client.Errors);
    }

    [Fact]
    public async Task What_a_grain_throws_is_one_line()
    {
        await using var cluster = new FakeCluster();
        await cluster.InitializeAsync();
        cluster.Data.Failure = "the database is away";

        using ClientProcess client = await cluster.AskAsync(exitCode: 1, "user", "u1");
        using ClientProcess verbose = await cluster.AskAsync(exitCode: 1, "user", "u1", "--verbose");

        Assert.Contains("the cluster could not answer: the database is away", client.Errors);
        Assert.DoesNotContain('\n', client.Errors);
        Assert.Contains("FakeData.ThrowIfBroken", verbose.Errors);
        Assert.Contains("Orleans", verbose.Errors);
        Assert.Empty(verbose.Output);
    }

    private static async Task AskUntilAnsweredAsync(ClientProcess client, int answers)
    {
        await client.TypeAsync("user u1");
        await Eventually.SucceedsAsync(() => client.Lines.Count == answers, "an answer");
    }
}
