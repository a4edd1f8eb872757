using System.CommandLine;
using System.Runtime.InteropServices;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>wait</c>: what a pod runs so that people can <c>kubectl exec</c> the console beside it.</summary>
internal static class WaitCommand
{
    private static readonly string Started =
        $"Waiting for SIGTERM. The console, beside this: dotnet {typeof(WaitCommand).Assembly.GetName().Name}.dll";

    internal static Command Create()
    {
        var command = new Command(
            "wait", "Waits for SIGTERM or Ctrl-C and connects to nothing: something for a pod to run while people exec the console beside it.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource();
        await using CancellationTokenRegistration canceled = cancellationToken.Register(() => end.TrySetResult());

        // The command line's own handlers come only after a command has started; who reads the line may signal at once.
        using PosixSignalRegistration terminated = On(PosixSignal.SIGTERM, end);
        using PosixSignalRegistration interrupted = On(PosixSignal.SIGINT, end);
        await Console.Error.WriteLineAsync(Started);
        await end.Task;
        return ExitCodes.Success;
    }

    private static PosixSignalRegistration On(PosixSignal signal, TaskCompletionSource end) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        end.TrySetResult();
    });
}
