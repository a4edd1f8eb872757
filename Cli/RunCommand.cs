using System.CommandLine;
using PathwayOrleans.HttpApi.Hosting;

namespace PathwayOrleans.Cli;

/// <summary><c>run</c>: the standalone engine as a service, in this process.</summary>
internal static class RunCommand
{
    internal static Command Create() =>
        EngineCommand.Create("run", "standalone", "Runs the standalone engine", StandaloneHost.RunAsync);
}
