using System.CommandLine;
using System.Reflection;

namespace PathwayOrleans.CommandLine;

/// <summary>
/// <c>wait</c>: does nothing until the process is asked to stop. A container runs as long as its first process; while that one
/// waits, other commands can be run in it (<c>kubectl exec</c>).
/// </summary>
public static class WaitCommand
{
    private static readonly string Started =
        "Waiting for SIGTERM or Ctrl-C. To run a command beside this one: " +
        $"dotnet {Assembly.GetEntryAssembly()?.GetName().Name}.dll COMMAND";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "wait", "Waits for SIGTERM or Ctrl-C and connects to nothing: for a container in which other commands are run.");
        command.SetAction((_, cancellationToken) => WaitAsync(cancellationToken));
        return command;
    }

    private static async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync(Started);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Success;
    }
}
