using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary><c>report progress</c>: the progress of each partition.</summary>
internal static class ProgressCommand
{
    private static readonly ReportColumn<ProgressLine>[] Columns =
    [
        ReportColumn<ProgressLine>.Text("source", row => row.Source),
        ReportColumn<ProgressLine>.Digits("partition", row => row.Partition.ToString(CultureInfo.InvariantCulture)),
        ReportColumn<ProgressLine>.Digits("next_offset", row => row.NextOffset.ToString()),
        new(
            "lag",
            true,
            row => row.Lag?.ToString(CultureInfo.InvariantCulture) ?? "",
            row => row.Lag is { } lag ? DisplayFormat.Number(lag) : "unknown"),
        ReportColumn<ProgressLine>.EventTime("watermark", row => row.Watermark),
        new(
            "behind",
            true,
            row => row.Behind?.ToString(CultureInfo.InvariantCulture) ?? "",
            row => row.Behind is { } behind ? EventTimeText.Span(behind) : "-"),
        ReportColumn<ProgressLine>.Flag("idle", row => row.Idle),
        ReportColumn<ProgressLine>.Flag("counted", row => row.Counted),
        ReportColumn<ProgressLine>.ClockTime("updated_at", row => row.UpdatedAt),
    ];

    internal static Command Create()
    {
        var arguments = new ReportArguments(0);
        var brokers = new BrokerArguments();
        var command = new Command(
            "progress",
            "The durable position of each partition, the records after it in the log (lag), its watermark, the distance of the " +
            "watermark to the database's clock (csv and json: milliseconds), whether it is idle (no record became durable for " +
            "Pathway:Windows:IdleTimeout), and the watermark over all partitions that are counted, which closes windows.");
        arguments.AddTo(command, period: null);
        brokers.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () => RunAsync(arguments, brokers, parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ReportArguments arguments, BrokerArguments brokers, ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = new ReportOutput(arguments.Format(parsed));
        int limit = arguments.Limit(parsed);
        var page = new PageRequest(limit == 0 ? int.MaxValue - 1 : limit, arguments.After(parsed));
        DatabaseOptions database = arguments.Database(parsed);

        // The database is read first: durable records are already in the log when its end is read, so a lag is never negative.
        (ReportPage<ProgressEntry> found, GlobalWatermark watermark) = await ReportDatabase.ReadAsync(
            database, [database.ServiceId], queries => ReadAsync(queries, page, cancellationToken), cancellationToken);
        Func<ProgressEntry, Position?> endOf = found.Rows.Count == 0
            ? _ => null
            : await brokers.FindEndsAsync(parsed, cancellationToken);

        IRowWriter<ProgressLine> rows = output.Rows(Columns);
        foreach (ProgressEntry row in found.Rows)
        {
            await rows.WriteAsync(ProgressLine.Of(row, endOf(row)));
        }

        await rows.EndAsync(found.Next, new Dictionary<string, object?> { ["watermark"] = watermark });
        if (output.IsTable)
        {
            await ReportOutput.Lines.WriteLineAsync(Describe(watermark));
            await ReportOutput.Lines.FlushAsync(CancellationToken.None);
        }

        return ExitCodes.Success;
    }

    private static async Task<(ReportPage<ProgressEntry> Found, GlobalWatermark Watermark)> ReadAsync(
        IQueries queries, PageRequest page, CancellationToken cancellationToken)
    {
        var report = new ProgressReport(queries);
        return (await report.ReadAsync(page, cancellationToken), await report.ReadWatermarkAsync(cancellationToken));
    }

    private static string Describe(GlobalWatermark watermark) => string.Create(
        CultureInfo.InvariantCulture,
        $"watermark over all: {(watermark.Watermark is { } time ? EventTimeText.Of(time) : "unknown")}, " +
        $"of {watermark.CountedPartitions} of {watermark.Partitions} partitions; {watermark.IdlePartitions} idle");
}
