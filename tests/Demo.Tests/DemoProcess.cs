using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Demo.Tests;

/// <summary>The program of <c>pathway demo</c> as a process.</summary>
internal static class DemoProcess
{
    private static readonly string Dll = typeof(DemoCommand).Assembly.Location;

    internal static CommandProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        CommandProcess.Start(Dll, arguments, environment);

    internal static Task<CommandProcess> RunAsync(
        IEnumerable<string> arguments, int exitCode, IReadOnlyDictionary<string, string>? environment = null) =>
        CommandProcess.RunAsync(Dll, arguments, exitCode, environment);
}
