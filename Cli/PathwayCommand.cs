using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.Cli.Batch;
using PathwayOrleans.Cli.Pipeline;
using PathwayOrleans.Cli.Report;
using PathwayOrleans.Cli.Reset;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Commands;

namespace PathwayOrleans.Cli;

/// <summary>The <c>pathway</c> command and its subcommands.</summary>
internal static class PathwayCommand
{
    // Not a RootCommand: its name would be that of the assembly, and the program is started as ./pathway.
    internal static Command Create() => new(
        "pathway", "Per-user aggregates from a Kafka topic to Postgres, each event counted exactly once.")
    {
        new HelpOption(),
        new VersionOption(),
        RunCommand.Create(),
        ProduceCommand.Create(view: Terminal.IsInteractive ? new ProduceBar(Terminal.Console) : null),
        BatchCommand.Create(),
        PipelineCommand.Create(),
        MigrateCommand.Create(),
        ReportCommand.Create(),
        ResetCommand.Create(),
        WaitCommand.Create(),
    };
}
