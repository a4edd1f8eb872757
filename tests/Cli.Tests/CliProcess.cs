using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

/// <summary>The <c>pathway</c> command as a process.</summary>
internal static class CliProcess
{
    private static readonly string Dll = typeof(PathwayCommand).Assembly.Location;

    internal static CommandProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        CommandProcess.Start(Dll, arguments, environment);

    internal static Task<CommandProcess> RunAsync(
        IEnumerable<string> arguments, int exitCode, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null) =>
        CommandProcess.RunAsync(Dll, arguments, exitCode, environment, folder);
}
