using System.CommandLine;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Lists;

/// <summary><c>report windows</c>: the windows of users.</summary>
internal static class WindowsCommand
{
    private static readonly ReportColumn<UserWindow>[] Columns =
    [
        ReportColumn<UserWindow>.Text("user_id", row => row.UserId),
        ReportColumn<UserWindow>.Text("window_name", row => row.WindowName),
        ReportColumn<UserWindow>.EventTime("window_start", row => row.WindowStart),
        ReportColumn<UserWindow>.EventTime("window_end", row => row.WindowEnd),
        ReportColumn<UserWindow>.Number("count", row => row.Count),
        ReportColumn<UserWindow>.Value("total_value", row => row.TotalValue),
        ReportColumn<UserWindow>.Value("min_value", row => row.MinValue),
        ReportColumn<UserWindow>.Value("max_value", row => row.MaxValue),
        ReportColumn<UserWindow>.EventTime("first_time", row => row.FirstTime),
        ReportColumn<UserWindow>.EventTime("last_time", row => row.LastTime),
        ReportColumn<UserWindow>.Flag("closed", row => row.Closed),
        ReportColumn<UserWindow>.ClockTime("reopened_at", row => row.ReopenedAt),
    ];

    internal static Command Create()
    {
        var arguments = new ReportArguments();
        Option<string?> user = ReportArguments.User();
        Option<string?> window = ReportArguments.Window();
        Option<string> state = ReportArguments.State();
        var command = new Command(
            "windows", "Windows of one user, ordered by name and start, or of all users, ordered by name, start and user.")
        {
            user, window, state,
        };
        arguments.AddTo(command, "the start of the windows.");
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () =>
            {
                string? id = parsed.GetValue(user);
                var filter = new WindowFilter(
                    parsed.GetValue(window),
                    arguments.Period(parsed),
                    ReportChoice.Parse<WindowState>("state", parsed.GetValue(state)!));
                return new ReportList<UserWindow>(
                    arguments,
                    Columns,
                    (queries, page, token) => new WindowsReport(queries).ReadAsync(id, filter, page, token),
                    (queries, token) => ReportAction.RequireSubjectsAsync(queries, id, filter.Window, token))
                    .RunAsync(parsed, cancellationToken);
            },
            cancellationToken));
        return command;
    }
}
