namespace PathwayOrleans.Cli.Tests;

public sealed class WaitCommandTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_waits_until_it_is_told_to_stop_and_that_is_no_failure(string signal)
    {
        using CliProcess waiting = CliProcess.Start(["wait"]);
        await waiting.UntilSaidAsync("Waiting for SIGTERM");
        waiting.Signal(signal);
        int exitCode = await waiting.UntilExitAsync();
        Assert.True(exitCode == 0, waiting.Transcript);
        Assert.Empty(waiting.Output);
    }
}
