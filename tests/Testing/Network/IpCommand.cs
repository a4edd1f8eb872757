using System.Diagnostics;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Testing.Network;

/// <summary>Runs <c>ip</c> of iproute2.</summary>
internal static class IpCommand
{
    internal const string Program = "ip";

    /// <summary>Runs the command. On failure, the message of the exception has its output.</summary>
    /// <exception cref="InvalidOperationException">The command is not installed, or failed.</exception>
    internal static async Task<string> RunAsync(params IEnumerable<string> arguments)
    {
        string[] command = [Program, .. arguments];
        using Process process = ProcessStarter.Start(command, start =>
        {
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
        });
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"`{string.Join(' ', command)}` ended with code {process.ExitCode}: {(await error).Trim()}");
    }

    /// <summary>Runs the command and ignores a failure, for commands that fail if there is nothing to do.</summary>
    internal static async Task TryRunAsync(params IEnumerable<string> arguments)
    {
        try
        {
            await RunAsync(arguments);
        }
        catch (InvalidOperationException)
        {
            // Removed already.
        }
    }
}
