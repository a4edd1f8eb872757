using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests.Shell;

[Trait("Tier", "Slow")]
public sealed class InputTests(FakeCluster cluster) : IClassFixture<FakeCluster>
{
    [Fact]
    public async Task Lines_of_standard_input_are_commands()
    {
        cluster.Data.Count("a b", 7, 1, 1);

        await using CommandProcess client = await TypeAsync(
            0, "user 'a b' --json", "", "user \"a b\"", "help", "exit", "user nobody");

        Assert.Contains("\"count\":7", client.Lines[0]);
        Assert.Equal("a b       7            1  1970-01-01T00:00:00.001Z", client.Lines[2]);
        Assert.Contains(client.Lines, line => line.StartsWith("  watch ID [KEY] [--interval]", StringComparison.Ordinal));
        Assert.Contains(client.Lines, line => line.StartsWith("  top [N]", StringComparison.Ordinal));
        Assert.DoesNotContain(client.Lines, line => line.StartsWith("  windows", StringComparison.Ordinal));
        Assert.Empty(client.Errors);
    }

    [Fact]
    public async Task Lines_after_a_failed_one_run_and_the_exit_code_is_failure()
    {
        cluster.Data.Count("u1", 7, 1, 1);

        await using CommandProcess client = await TypeAsync(1, "user nobody", "guess", "user 'u1", "user u1 --json");

        Assert.Single(client.Lines);
        Assert.Contains("\"count\":7", client.Lines[0]);
        Assert.Contains("no user \"nobody\"", client.Errors);
        Assert.Contains("guess", client.Errors);
        Assert.Contains("quotation", client.Errors);
    }

    [Fact]
    public async Task Help_explains_a_command_and_names_one_that_does_not_exist()
    {
        await using CommandProcess client = await TypeAsync(1, "help watch", "help guess", "clear");

        Assert.Contains(client.Lines, line => line.Contains("--interval", StringComparison.Ordinal));
        Assert.Equal("error: there is no command 'guess'; `help` lists them.", client.Errors);
    }

    /// <summary>An unknown command with arguments was three errors.</summary>
    [Fact]
    public async Task A_line_that_is_no_command_is_one_error()
    {
        await using CommandProcess client = await TypeAsync(1, "windws u17 3");

        Assert.Equal("error: there is no command 'windws'; `help` lists them.", client.Errors);
        Assert.Empty(client.Output);
    }

    [Fact]
    public async Task A_command_of_earlier_versions_is_one_error_with_what_replaces_it()
    {
        await using CommandProcess client = await TypeAsync(1, "windows u17 3");

        Assert.Equal(
            "error: there is no command 'windows' any more; windows are views: `view NAME KEY` shows the rows of a key, and " +
            "`views` lists the views.",
            client.Errors);
        Assert.Empty(client.Output);
    }

    [Fact]
    public async Task An_interruption_ends_the_input()
    {
        await using CommandProcess client = ClientProcess.Start(cluster.Options);
        await client.TypeAsync("watch u2");
        await client.TypeAsync("user u1");
        await Testing.Eventually.SucceedsAsync(() => client.Lines.Count > 0, "the watch");

        client.Signal("INT");

        await client.EndsWithAsync(exitCode: 130);
        Assert.Equal("u2: no events yet", client.Output);
    }

    private async Task<CommandProcess> TypeAsync(int exitCode, params string[] lines)
    {
        CommandProcess client = ClientProcess.Start(cluster.Options);
        foreach (string line in lines)
        {
            await client.TypeAsync(line);
        }

        client.CloseInput();
        await client.EndsWithAsync(exitCode);
        return client;
    }
}
