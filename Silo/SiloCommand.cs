using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.HttpApi.Hosting;

namespace PathwayOrleans.Silo;

/// <summary>The whole program: <c>pathway silo</c>.</summary>
internal static class SiloCommand
{
    internal static Command Create()
    {
        Command command = EngineCommand.Create("silo", "silo", "Runs an Orleans silo", SiloHost.RunAsync);
        command.Options.Add(new HelpOption());
        command.Options.Add(new VersionOption());
        return command;
    }
}
