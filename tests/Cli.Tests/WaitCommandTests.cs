using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

public sealed class WaitCommandTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Wait_ends_with_success_on_a_signal(string signal)
    {
        await using CommandProcess waiting = CliProcess.Start(["wait"]);
        await waiting.UntilSaidAsync("Waiting for SIGTERM");
        waiting.Signal(signal);
        int exitCode = await waiting.UntilExitAsync();
        Assert.True(exitCode == 0, waiting.Transcript);
        Assert.Empty(waiting.Output);
    }
}
