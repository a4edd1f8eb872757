using System.Diagnostics;

namespace PathwayOrleans.Testing.Network;

/// <summary>iproute2's <c>ip</c>.</summary>
internal static class IpCommand
{
    internal const string Program = "ip";

    /// <summary>Runs it; what it says where it fails is the error's message.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or failed.</exception>
    internal static async Task<string> RunAsync(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"`{Program} {string.Join(' ', start.ArgumentList)}` ended with code {process.ExitCode}: {(await error).Trim()}");
    }

    /// <summary>Runs it where failing means that there was nothing to do.</summary>
    internal static async Task TryRunAsync(params IEnumerable<string> arguments)
    {
        try
        {
            await RunAsync(arguments);
        }
        catch (InvalidOperationException)
        {
            // Gone already.
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"`{Program}` did not start.");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"`{Program}` (iproute2) could not be started: {missing.Message}", missing);
        }
    }
}
