using PathwayOrleans.Bench.Commands;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Bench.Tests;

/// <summary>The program of <c>pathway bench</c> as a process.</summary>
internal static class BenchProcess
{
    private static readonly string Dll = typeof(BenchCommand).Assembly.Location;

    internal static Task<CommandProcess> RunAsync(IEnumerable<string> arguments, int exitCode) =>
        CommandProcess.RunAsync(Dll, arguments, exitCode);
}
