using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

public sealed class WaitTests
{
    // No server listens there: a client that tried to connect would fail.
    private static readonly Dictionary<string, string> Nowhere = new()
    {
        ["Pathway__Database__ConnectionString"] = $"postgresql://u@127.0.0.1:{FreePort.Find()}/db",
    };

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Wait_ends_with_success_on_a_signal(string signal)
    {
        await using CommandProcess client = ClientProcess.Start(["wait"], Nowhere);
        client.CloseInput();
        await Eventually.SucceedsAsync(() => client.Errors.Length > 0, $"a line{Environment.NewLine}{client.Transcript}");

        client.Signal(signal);

        await client.EndsWithAsync(exitCode: 0);
        Assert.Equal(
            "Waiting for SIGTERM or Ctrl-C. To run a command beside this one: dotnet PathwayOrleans.Client.dll COMMAND",
            client.Errors);
        Assert.Empty(client.Output);
    }
}
