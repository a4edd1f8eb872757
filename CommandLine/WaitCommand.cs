using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

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

    // The command line's own signal handlers are registered only after the command has started. A signal may arrive as soon as
    // the line below is printed, so handlers are registered before it.
    private static async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource();
        await using CancellationTokenRegistration cancelled = cancellationToken.Register(() => end.TrySetResult());
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await Console.Error.WriteLineAsync(Started);
        await end.Task;
        return ExitCodes.Success;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.TrySetResult();
        }
    }
}
