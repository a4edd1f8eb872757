using System.CommandLine;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Lists;

/// <summary><c>report totals</c>: totals per window over all users.</summary>
internal static class TotalsCommand
{
    internal static readonly ReportColumn<WindowTotals>[] Columns =
    [
        ReportColumn<WindowTotals>.Text("window_name", row => row.WindowName),
        ReportColumn<WindowTotals>.EventTime("window_start", row => row.WindowStart),
        ReportColumn<WindowTotals>.EventTime("window_end", row => row.WindowEnd),
        ReportColumn<WindowTotals>.Number("users", row => row.Users),
        ReportColumn<WindowTotals>.Number("count", row => row.Count),
        ReportColumn<WindowTotals>.Value("total_value", row => row.TotalValue),
        ReportColumn<WindowTotals>.Value("min_value", row => row.MinValue),
        ReportColumn<WindowTotals>.Value("max_value", row => row.MaxValue),
        ReportColumn<WindowTotals>.EventTime("first_time", row => row.FirstTime),
        ReportColumn<WindowTotals>.EventTime("last_time", row => row.LastTime),
        ReportColumn<WindowTotals>.Flag("closed", row => row.Closed),
        ReportColumn<WindowTotals>.ClockTime("reopened_at", row => row.ReopenedAt),
    ];

    internal static Command Create()
    {
        var arguments = new ReportArguments();
        Option<string?> window = ReportArguments.Window();
        Option<string> state = ReportArguments.State();
        var command = new Command(
            "totals",
            "Totals per window over all users, ordered by name and start. Sums of doubles are added in unspecified order. A " +
            "session starts with the first event of its user, so only sessions that start in the same millisecond share a " +
            "window here.")
        {
            window, state,
        };
        arguments.AddTo(command, "the start of the windows.");
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () =>
            {
                var filter = new WindowFilter(
                    parsed.GetValue(window),
                    arguments.Period(parsed),
                    ReportChoice.Parse<WindowState>("state", parsed.GetValue(state)!));
                return new ReportList<WindowTotals>(
                    arguments,
                    Columns,
                    (queries, page, token) => new WindowTotalsReport(queries).ReadAsync(filter, page, token),
                    (queries, token) => ReportAction.RequireSubjectsAsync(queries, null, filter.Window, token))
                    .RunAsync(parsed, cancellationToken);
            },
            cancellationToken));
        return command;
    }
}
