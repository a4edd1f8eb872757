using System.Text.RegularExpressions;
using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

[Trait("Tier", "Slow")]
public sealed partial class LostSiloTests
{
    [Fact]
    public async Task Another_silo_responds_when_one_has_ended_and_without_silos_there_is_an_error()
    {
        await using var cluster = new FakeCluster();
        await cluster.InitializeAsync();
        await cluster.AddSiloAsync();
        cluster.Data.Count("u1", 1, 1, 1);
        await using CommandProcess client = ClientProcess.Start(["--json", .. cluster.Options]);
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
    public async Task An_exception_of_a_grain_is_one_line()
    {
        await using var cluster = new FakeCluster();
        await cluster.InitializeAsync();
        cluster.Data.Failure = "the state of user 'a\u001b[2J\u0007b' is damaged";

        await using CommandProcess client = await cluster.AskAsync(exitCode: 1, "user", "u1");
        await using CommandProcess verbose = await cluster.AskAsync(exitCode: 1, "user", "u1", "--verbose");

        Assert.Contains(@"the cluster could not answer: the state of user 'a\u001b[2J\u0007b' is damaged", client.Errors);
        Assert.DoesNotContain(client.Errors, char.IsControl);
        Assert.Contains("FakeData.ThrowIfBroken", verbose.Errors);
        Assert.Contains(verbose.Errors.Split('\n'), line => LogLine().IsMatch(line));
        Assert.DoesNotContain(verbose.Errors, character => character != '\n' && char.IsControl(character));
        Assert.Empty(verbose.Output);
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z info: Orleans\.")]
    private static partial Regex LogLine();

    private static async Task AskUntilAnsweredAsync(CommandProcess client, int answers)
    {
        await client.TypeAsync("user u1");
        await Eventually.SucceedsAsync(() => client.Lines.Count == answers, "an answer");
    }
}
