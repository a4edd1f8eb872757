using System.CommandLine;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Wait;

/// <summary>
/// <c>wait</c>: nothing, until it is told to stop. A container lives as long as its first process; in one that waits, people run
/// the other commands.
/// </summary>
internal static class WaitCommand
{
    internal static Command Create()
    {
        var command = new Command(
            "wait", "Does nothing and connects to nothing until Ctrl-C or SIGTERM: for a container in which other commands are run.");
        command.SetAction((_, cancellationToken) => CommandAction.RunAsync(() => WaitAsync(cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("Waiting for SIGTERM or Ctrl-C. Run other commands beside this one.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Success;
    }
}
