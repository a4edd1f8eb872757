using System.CommandLine;

namespace PathwayOrleans.Bench.Commands;

/// <summary><c>bench</c>: the measurements, each a subcommand.</summary>
internal static class BenchCommand
{
    internal static Command Create() =>
        new("bench", "Measures the engines and compares them with each other and with a hand-written loop.")
    {
        StandaloneBenchCommand.Create(),
        SiloBenchCommand.Create(),
        WindowBenchCommand.Create(),
        PipelineBenchCommand.Create(),
        BatchBenchCommand.Create(),
        HandWrittenLoopCommand.Create(),
    };
}
