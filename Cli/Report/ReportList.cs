using System.CommandLine;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>The command of a report that consists of rows.</summary>
internal sealed class ReportList
{
    // Rows in memory at a time. A page of totals may require a scan of all windows, so pages are large.
    private const int PageSize = 100_000;

    private readonly ReportArguments _arguments;
    private readonly bool _isDrawn;

    private ReportList(ReportArguments arguments, bool isDrawn)
    {
        _arguments = arguments;
        _isDrawn = isDrawn;
    }

    /// <param name="report">The report.</param>
    /// <param name="isDrawn">Whether its rows are drawn as bars.</param>
    internal static Command Create(ReportDefinition report, bool isDrawn = false)
    {
        var arguments = new ReportArguments(report);
        string help = report.OfView is { } ofView ? $"{report.Help} With a view: {ofView.Help}" : report.Help;
        var command = new Command(report.Name, help);
        arguments.AddTo(command, isTabular: !isDrawn);
        var list = new ReportList(arguments, isDrawn);
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () => list.RunAsync(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        (ReportDefinition report, ReportValues values) = _arguments.Read(parsed);
        var output = new ReportOutput(_arguments.Format(parsed));
        int limit = _arguments.Limit(parsed);
        string? after = report.IsPaged ? _arguments.After(parsed) : null;
        DatabaseOptions database = _arguments.Database(parsed);
        return await ReportDatabase.ReadAsync(
            database,
            [database.ServiceId],
            async queries =>
            {
                OpenReport open = await report.OpenAsync(queries, values, cancellationToken);
                await WriteAsync(open, output, limit, after, cancellationToken);
                await output.DescribeAsync(open.Note);
                return ExitCodes.Success;
            },
            cancellationToken);
    }

    private async Task WriteAsync(
        OpenReport report, ReportOutput output, int limit, string? after, CancellationToken cancellationToken)
    {
        long left = limit == 0 ? long.MaxValue : limit;
        ReportPage<object> page = await report.ReadAsync(NextPage(left, after), cancellationToken);
        if (page.Rows.Count == 0 && report.RequireAsync is { } require)
        {
            await require(cancellationToken);
        }

        IRowWriter rows = output.Rows(report.Columns, _isDrawn);
        while (true)
        {
            foreach (object row in page.Rows)
            {
                await rows.WriteAsync(row);
            }

            left -= page.Rows.Count;
            if (page.Next is null || left == 0)
            {
                await rows.EndAsync(page.Next, report.Facts);
                return;
            }

            page = await report.ReadAsync(NextPage(left, page.Next), cancellationToken);
        }
    }

    private static PageRequest NextPage(long left, string? after) => new((int)Math.Min(left, PageSize), after);
}
