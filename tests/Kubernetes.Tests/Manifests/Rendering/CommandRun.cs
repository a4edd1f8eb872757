using System.Diagnostics;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

/// <summary>A program's output, when it has ended well.</summary>
internal static class CommandRun
{
    /// <summary>Runs a program in the repository's folder.</summary>
    /// <returns>Its standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said, or why it could not start.</exception>
    internal static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFolder.Root,
        };
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"`{program} {string.Join(' ', arguments)}` ended with code {process.ExitCode}:{Environment.NewLine}{await error}{await output}");
    }

    /// <summary>Starts a program; says which one it is that is missing.</summary>
    internal static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"`{start.FileName}` did not start.");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"`{start.FileName}` could not be started: {missing.Message}", missing);
        }
    }
}
