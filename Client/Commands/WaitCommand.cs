using System.CommandLine;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>wait</c>: what a pod runs so that people can <c>kubectl exec</c> the console beside it.</summary>
internal static class WaitCommand
{
    internal static Command Create(TimeProvider time)
    {
        var command = new Command(
            "wait", "Waits for SIGTERM or Ctrl-C and connects to nothing: something for a pod to run while people exec the console beside it.");
        command.SetAction((_, cancellationToken) => RunAsync(time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Success;
    }
}
