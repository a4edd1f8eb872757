using System.CommandLine;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Lists;

/// <summary><c>report top</c>: the users with the most events or the highest total.</summary>
internal static class TopCommand
{
    private const int DefaultLimit = 10;

    internal static Command Create()
    {
        var arguments = new ReportArguments(DefaultLimit);
        var by = new Option<string>("--by")
        {
            Description = "count (events) or total (sum of values).",
            DefaultValueFactory = _ => "count",
            HelpName = "WHAT",
        };
        var command = new Command("top", "Users with the most events or the highest total; ties are ordered by user id.") { by };
        arguments.AddTo(command, "the last event time of the users.");
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () =>
            {
                TopOrder order = ReportChoice.Parse<TopOrder>("by", parsed.GetValue(by)!);
                ReportPeriod period = arguments.Period(parsed);
                return new ReportList<UserTotals>(
                    arguments,
                    UsersCommand.Columns,
                    (queries, page, token) => new TopUsersReport(queries).ReadAsync(order, period, page, token))
                    .RunAsync(parsed, cancellationToken);
            },
            cancellationToken));
        return command;
    }
}
