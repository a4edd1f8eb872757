using System.Diagnostics;

namespace PathwayOrleans.LocalInfra;

/// <summary>Runs a command to its end and returns its output.</summary>
internal static class CommandLineTool
{
    /// <summary>Runs a command that must succeed. Returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">The command did not start or failed; the message has its output.</exception>
    internal static async Task<string> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        (int code, string output, string error) = await TryRunAsync(command, cancellation);
        return code == 0
            ? output
            : throw new InvalidOperationException($"`{string.Join(' ', command)}` ended with code {code}: {error}{output}");
    }

    /// <summary>Runs a command that may fail.</summary>
    internal static async Task<(int Code, string Output, string Error)> TryRunAsync(
        IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using Process process = ProcessStarter.Start(command, start =>
        {
            start.RedirectStandardInput = true;
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            start.WorkingDirectory = "/";
        });
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
