using System.Diagnostics;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

/// <summary>Runs programs that must succeed.</summary>
internal static class CommandRun
{
    /// <summary>Runs a program in the repository's folder.</summary>
    /// <returns>Its standard output.</returns>
    /// <exception cref="InvalidOperationException">
    /// The program failed or could not be started; the message has its output or the reason.
    /// </exception>
    internal static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"`{program} {string.Join(' ', arguments)}` ended with code " +
                $"{process.ExitCode}:{Environment.NewLine}{await error}{await output}");
    }

    /// <summary>Starts a program in the repository's folder, with its standard streams redirected.</summary>
    /// <exception cref="InvalidOperationException">It could not be started; the message names it.</exception>
    internal static Process Start(string program, params string[] arguments) =>
        ProcessStarter.Start([program, .. arguments], start =>
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = RepositoryFolder.Root;
    });
}
