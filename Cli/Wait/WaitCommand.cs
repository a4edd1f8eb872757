using System.CommandLine;
using System.Runtime.InteropServices;
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
        command.SetAction((_, cancellationToken) => WaitAsync(cancellationToken));
        return command;
    }

    // The command line cancels on these signals, but not from the first moment on.
    private static async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource();
        await using CancellationTokenRegistration cancelled = cancellationToken.Register(() => end.TrySetResult());
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await Console.Error.WriteLineAsync("Waiting for SIGTERM or Ctrl-C. Run other commands beside this one.");
        await end.Task;
        return ExitCodes.Success;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.TrySetResult();
        }
    }
}
