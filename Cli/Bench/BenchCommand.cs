using System.CommandLine;

namespace PathwayOrleans.Cli.Bench;

/// <summary><c>bench</c>: the measurements, a subcommand each.</summary>
internal static class BenchCommand
{
    internal static Command Create() => new("bench", "Measures, side by side with what one would write by hand.")
    {
        StandaloneBenchCommand.Create(),
        ClusterBenchCommand.Create(),
        WindowBenchCommand.Create(),
        BatchBenchCommand.Create(),
    };
}
