using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.Cli.Batch;
using PathwayOrleans.Cli.Bench;
using PathwayOrleans.Cli.Demo;
using PathwayOrleans.Cli.Migrate;
using PathwayOrleans.Cli.Produce;
using PathwayOrleans.Cli.Report;
using PathwayOrleans.Cli.Reset;
using PathwayOrleans.Cli.Run;
using PathwayOrleans.Cli.Wait;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli;

/// <summary>The <c>pathway</c> command and what it can do.</summary>
internal static class PathwayCommand
{
    // No RootCommand, whose name would be the assembly's: people type ./pathway.
    internal static Command Create() => new("pathway", "Per-user aggregates from a Kafka topic to Postgres, each event counted exactly once.")
    {
        new HelpOption(),
        new VersionOption(),
        DemoCommand.Create(),
        RunCommand.Create(),
        ProduceCommand.Create(view: Terminal.IsInteractive ? new ProduceBar(Terminal.Console) : null),
        BatchCommand.Create(),
        MigrateCommand.Create(),
        ReportCommand.Create(),
        ResetCommand.Create(),
        BenchCommand.Create(),
        WaitCommand.Create(),
    };
}
