using System.CommandLine;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Lists;

/// <summary><c>report top</c>.</summary>
internal static class TopCommand
{
    private const int DefaultLimit = 10;

    internal static Command Create()
    {
        var arguments = new ReportArguments(DefaultLimit);
        var by = new Option<string>("--by")
        {
            Description = "count (events) or total (the sum of their values).",
            DefaultValueFactory = _ => "count",
            HelpName = "WHAT",
        };
        var command = new Command("top", "The users with the most events, or with the highest total; equals by user id.") { by };
        arguments.AddTo(command, "the users' last event times.");
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () =>
            {
                TopOrder order = ReportChoice.Parse<TopOrder>("by", parsed.GetValue(by)!);
                ReportPeriod period = arguments.Period(parsed);
                return new ReportList<UserTotals>(
                    arguments,
                    UsersCommand.Columns,
                    (queries, page, token) => new TopUsersReport(queries).ReadAsync(order, period, page, token)).RunAsync(parsed, cancellationToken);
            },
            cancellationToken));
        return command;
    }
}
