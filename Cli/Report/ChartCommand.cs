using System.CommandLine;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary><c>report chart</c>: draws totals per window.</summary>
internal static class ChartCommand
{
    private const int DefaultLimit = 40;

    internal static Command Create()
    {
        var arguments = new ReportArguments(DefaultLimit, "Number of windows, newest first; 0 = all.");
        Option<string?> window = ReportArguments.Window(isRequired: true);
        Option<string> state = ReportArguments.State();
        var by = new Option<string>("--by")
        {
            Description = "count (events), total (sum of values) or users.",
            DefaultValueFactory = _ => "count",
            HelpName = "WHAT",
        };
        var command = new Command(
            "chart", "Draws the totals over all users of the newest windows with a name, one bar per window, newest last.")
        {
            window, by, state,
        };
        arguments.AddTo(command, "the start of the windows.", isPaged: false, isTabular: false);
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () => RunAsync(
                arguments,
                new WindowFilter(
                    parsed.GetValue(window),
                    arguments.Period(parsed),
                    ReportChoice.Parse<WindowState>("state", parsed.GetValue(state)!)),
                ReportChoice.Parse<ChartMeasure>("by", parsed.GetValue(by)!),
                parsed,
                cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ReportArguments arguments,
        WindowFilter filter,
        ChartMeasure measure,
        ParseResult parsed,
        CancellationToken cancellationToken)
    {
        var output = new ReportOutput(arguments.Format(parsed));
        int limit = arguments.Limit(parsed);
        DatabaseOptions database = arguments.Database(parsed);
        IReadOnlyList<WindowTotals> windows = await ReportDatabase.ReadAsync(
            database,
            [database.ServiceId],
            async queries =>
            {
                await ReportAction.RequireSubjectsAsync(queries, null, filter.Window, cancellationToken);
                return await new WindowTotalsReport(queries).ReadNewestAsync(
                    filter, limit == 0 ? int.MaxValue : limit, cancellationToken);
            },
            cancellationToken);
        if (output.IsJson)
        {
            var rows = new JsonRows<WindowTotals>(ReportOutput.Lines);
            foreach (WindowTotals row in windows)
            {
                await rows.WriteAsync(row);
            }

            await rows.EndAsync(null, new Dictionary<string, object?>());
        }
        else if (windows.Count == 0)
        {
            await ReportOutput.NoteAsync("No rows.");
        }
        else
        {
            await new BarChart(output, measure).WriteAsync(windows);
        }

        return ExitCodes.Success;
    }
}
