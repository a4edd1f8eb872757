using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary><c>report progress</c>: the progress of each partition, with the lag that the source tells.</summary>
internal static class ProgressCommand
{
    internal static Command Create()
    {
        var arguments = new ReportArguments(EventReports.Progress);
        var brokers = new BrokerArguments();
        var command = new Command(EventReports.Progress.Name, EventReports.Progress.Help);
        arguments.AddTo(command);
        brokers.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () => RunAsync(arguments, brokers, parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ReportArguments arguments, BrokerArguments brokers, ParseResult parsed, CancellationToken cancellationToken)
    {
        (ReportDefinition report, ReportValues values) = arguments.Read(parsed);
        var output = new ReportOutput(arguments.Format(parsed));
        int limit = arguments.Limit(parsed);
        var page = new PageRequest(limit == 0 ? int.MaxValue - 1 : limit, arguments.After(parsed));
        DatabaseOptions database = arguments.Database(parsed);

        // The database is read first: durable records are already in the log when its end is read, so a lag is never negative.
        (OpenReport open, ReportPage<object> found) = await ReportDatabase.ReadAsync(
            database,
            [database.ServiceId],
            async queries =>
            {
                OpenReport opened = await report.OpenAsync(queries, values, cancellationToken);
                return (opened, await opened.ReadAsync(page, cancellationToken));
            },
            cancellationToken);
        Func<ProgressEntry, Position?> endOf = found.Rows.Count == 0
            ? _ => null
            : await brokers.FindEndsAsync(parsed, cancellationToken);

        IRowWriter rows = output.Rows(open.Columns);
        foreach (ProgressEntry row in found.Rows.Cast<ProgressEntry>())
        {
            await rows.WriteAsync(row.WithEnd(endOf(row)));
        }

        await rows.EndAsync(found.Next, open.Facts);
        if (output.IsTable)
        {
            await output.DescribeAsync(Describe(open.Facts.Values.OfType<GlobalWatermark>().Single()));
        }

        return ExitCodes.Success;
    }

    private static string Describe(GlobalWatermark watermark) => string.Create(
        CultureInfo.InvariantCulture,
        $"watermark over all: {(watermark.Watermark is { } time ? EventTimeText.Of(time) : "unknown")}, " +
        $"of {watermark.CountedPartitions} of {watermark.Partitions} partitions; {watermark.IdlePartitions} idle");
}
