using System.CommandLine;
using PathwayOrleans.Cli.Report.Chart;
using PathwayOrleans.Cli.Report.Diff;
using PathwayOrleans.Cli.Report.Lists;
using PathwayOrleans.Cli.Report.Progress;

namespace PathwayOrleans.Cli.Report;

/// <summary><c>report</c>: what the database holds.</summary>
internal static class ReportCommand
{
    internal static Command Create() => new("report", "Shows what was counted, as a table, CSV or JSON. Reads one state of the database and changes nothing.")
    {
        UsersCommand.Create(),
        WindowsCommand.Create(),
        TopCommand.Create(),
        TotalsCommand.Create(),
        DeadLettersCommand.Create(),
        ProgressCommand.Create(),
        ChartCommand.Create(),
        DiffCommand.Create(),
    };
}
