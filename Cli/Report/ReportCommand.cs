using System.CommandLine;
using PathwayOrleans.Cli.Report.Diff;
using PathwayOrleans.Cli.Report.Lists;

namespace PathwayOrleans.Cli.Report;

/// <summary><c>report</c>: shows results in the database.</summary>
internal static class ReportCommand
{
    internal static Command Create() => new(
        "report", "Shows results as a table, CSV or JSON. Reads one snapshot of the database and changes nothing.")
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
