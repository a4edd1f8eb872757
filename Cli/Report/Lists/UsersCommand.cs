using System.CommandLine;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Lists;

/// <summary><c>report users</c>: the totals of users.</summary>
internal static class UsersCommand
{
    internal static readonly ReportColumn<UserTotals>[] Columns =
    [
        ReportColumn<UserTotals>.Text("user_id", row => row.UserId),
        ReportColumn<UserTotals>.Number("count", row => row.Count),
        ReportColumn<UserTotals>.Value("total_value", row => row.TotalValue),
        ReportColumn<UserTotals>.EventTime("time", row => row.Time),
    ];

    internal static Command Create()
    {
        var arguments = new ReportArguments();
        Option<string?> user = ReportArguments.User();
        var command = new Command("users", "Totals of users, ordered by user id.") { user };
        arguments.AddTo(command, "the last event time of the users.");
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () =>
            {
                string? id = parsed.GetValue(user);
                ReportPeriod period = arguments.Period(parsed);
                return new ReportList<UserTotals>(
                    arguments,
                    Columns,
                    (queries, page, token) => new UsersReport(queries).ReadAsync(id, period, page, token),
                    (queries, token) => ReportAction.RequireSubjectsAsync(queries, id, null, token))
                    .RunAsync(parsed, cancellationToken);
            },
            cancellationToken));
        return command;
    }
}
