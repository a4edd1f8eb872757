using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

/// <summary>The client as a process.</summary>
internal static class ClientProcess
{
    // In its own output folder: the folder of the tests, which reference ASP.NET Core, lacks packages that this framework
    // contains.
    private static readonly string Dll = BuiltProgram.Find("Client");

    internal static CommandProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null) =>
        CommandProcess.Start(Dll, arguments, environment, folder);

    internal static Task<CommandProcess> RunAsync(
        IEnumerable<string> arguments, int exitCode, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null) =>
        CommandProcess.RunAsync(Dll, arguments, exitCode, environment, folder);
}
