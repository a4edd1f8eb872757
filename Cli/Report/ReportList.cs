using System.CommandLine;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>A report that consists of rows.</summary>
/// <param name="arguments">The options.</param>
/// <param name="columns">The columns.</param>
/// <param name="read">Reads a page.</param>
/// <param name="require">Throws if the requested user, window or reason does not exist; called if there are no rows.</param>
internal sealed class ReportList<T>(
    ReportArguments arguments,
    IReadOnlyList<ReportColumn<T>> columns,
    Func<IQueries, PageRequest, CancellationToken, Task<ReportPage<T>>> read,
    Func<IQueries, CancellationToken, Task>? require = null)
{
    // Rows in memory at a time. A page of totals may require a scan of all windows, so pages are large.
    private const int PageSize = 100_000;

    private static readonly Dictionary<string, object?> NoFacts = [];

    /// <summary>Writes the report to standard output.</summary>
    internal async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ReportFormat format = arguments.Format(parsed);
        int limit = arguments.Limit(parsed);
        string? after = arguments.After(parsed);
        DatabaseOptions database = arguments.Database(parsed);
        return await ReportDatabase.ReadAsync(
            database,
            [database.ServiceId],
            async queries =>
            {
                await WriteAsync(queries, new ReportOutput(format), limit, after, cancellationToken);
                return ExitCodes.Success;
            },
            cancellationToken);
    }

    private async Task WriteAsync(
        IQueries queries, ReportOutput output, int limit, string? after, CancellationToken cancellationToken)
    {
        long left = limit == 0 ? long.MaxValue : limit;
        ReportPage<T> page = await read(queries, NextPage(left, after), cancellationToken);
        if (page.Rows.Count == 0 && require is not null)
        {
            await require(queries, cancellationToken);
        }

        IRowWriter<T> rows = output.Rows(columns);
        while (true)
        {
            foreach (T row in page.Rows)
            {
                await rows.WriteAsync(row);
            }

            left -= page.Rows.Count;
            if (page.Next is null || left == 0)
            {
                await rows.EndAsync(page.Next, NoFacts);
                return;
            }

            page = await read(queries, NextPage(left, page.Next), cancellationToken);
        }
    }

    private static PageRequest NextPage(long left, string? after) => new((int)Math.Min(left, PageSize), after);
}
