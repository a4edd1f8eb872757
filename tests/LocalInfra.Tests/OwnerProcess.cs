using System.Diagnostics;

namespace PathwayOrleans.LocalInfra.Tests;

/// <summary>Runs the program LocalInfra.Tests.Owner as a process.</summary>
internal static class OwnerProcess
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.LocalInfra.Tests.Owner.dll");

    /// <summary>Starts a scenario from a shell after some other commands; its standard output is redirected.</summary>
    internal static Process Start(string before, string scenario, params (string Name, string Value)[] environment) =>
        ProcessStarter.Start(["/bin/sh", "-c", $"{before}; exec dotnet \"$0\" \"$1\"", Program, scenario], start =>
        {
            start.RedirectStandardOutput = true;
            foreach ((string name, string value) in environment)
            {
                start.Environment[name] = value;
            }
        });
}
