using System.CommandLine;
using PathwayOrleans.Cli.Report.Diff;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Cli.Report;

/// <summary><c>report</c>: shows results in the database.</summary>
internal static class ReportCommand
{
    internal static Command Create() => new(
        "report", "Shows results as a table, CSV or JSON. Reads one snapshot of the database and changes nothing.")
    {
        ReportList.Create(ViewReports.List),
        ReportList.Create(ViewReports.Rows),
        ReportList.Create(EventReports.OfUsers),
        ReportList.Create(EventReports.Top),
        ReportList.Create(ViewReports.Totals),
        ReportList.Create(EventReports.DeadLetters),
        ProgressCommand.Create(),
        ReportList.Create(ViewReports.Chart, isDrawn: true),
        DiffCommand.Create(),
        RemovedCommand.Create(
            "windows", "windows are views: `report view NAME` shows the rows of one, and `report views` lists them"),
    };
}
