using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Client.Tests.Commands;

public sealed class WaitTests
{
    // Nobody listens there: a client that connected would complain.
    private static readonly Dictionary<string, string> Nowhere = new()
    {
        ["Pathway__Database__ConnectionString"] = $"postgresql://u@127.0.0.1:{FreePort.Find()}/db",
    };

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_waits_for_a_signal_and_that_is_success(string signal)
    {
        using var client = ClientProcess.Start(["wait"], Nowhere);
        client.CloseInput();
        await Eventually.SucceedsAsync(() => client.Errors.Length > 0, $"a line{Environment.NewLine}{client.Transcript}");

        client.Signal(signal);

        await client.EndsWithAsync(exitCode: 0);
        Assert.Equal("Waiting for SIGTERM. The console, beside this: dotnet PathwayOrleans.Client.dll", client.Errors);
        Assert.Empty(client.Output);
    }
}
