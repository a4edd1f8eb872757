using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.Display;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Lists;

/// <summary><c>report dead-letters</c>: how many of each reason, or those of one.</summary>
internal static class DeadLettersCommand
{
    private const int ShownCharacters = 60;

    private static readonly ReportColumn<DeadLetterReason>[] ReasonColumns =
    [
        ReportColumn<DeadLetterReason>.Text("reason", row => row.Reason),
        ReportColumn<DeadLetterReason>.Number("letters", row => row.Letters),
        ReportColumn<DeadLetterReason>.ClockTime("first_recorded_at", row => row.FirstRecordedAt),
        ReportColumn<DeadLetterReason>.ClockTime("last_recorded_at", row => row.LastRecordedAt),
    ];

    private static readonly ReportColumn<StoredDeadLetter>[] LetterColumns =
    [
        ReportColumn<StoredDeadLetter>.ClockTime("recorded_at", row => row.RecordedAt),
        ReportColumn<StoredDeadLetter>.Text("source", row => row.Source),
        ReportColumn<StoredDeadLetter>.Digits("partition", row => row.Partition.ToString(CultureInfo.InvariantCulture)),
        ReportColumn<StoredDeadLetter>.Digits("position", row => row.Position.ToString()),
        ReportColumn<StoredDeadLetter>.Text("reason", row => row.Reason),
        ReportColumn<StoredDeadLetter>.Text("windows", row => row.Windows is { } windows ? string.Join(' ', windows) : ""),
        ReportColumn<StoredDeadLetter>.Digits("length", row => row.Length?.ToString(CultureInfo.InvariantCulture) ?? ""),
        new("raw", false, row => row.Raw is { } raw ? Convert.ToBase64String(raw) : "", row => row.Raw is { } raw ? Printable.Of(raw, ShownCharacters) : "-"),
    ];

    internal static Command Create()
    {
        var arguments = new ReportArguments();
        var reason = new Option<string?>("--reason")
        {
            Description =
                $"The letters of this reason, the newest first, with the first {StoredDeadLetter.MaxRawBytes} bytes of their records (csv and json: in base64).",
            HelpName = "REASON",
        };
        var command = new Command("dead-letters", "What could not be counted: how many of each reason, or the letters of one.") { reason };
        arguments.AddTo(command, "when the letters were recorded, by the database's clock: they have no event time.");
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () =>
            {
                ReportPeriod period = arguments.Period(parsed);
                return parsed.GetValue(reason) is { } name
                    ? new ReportList<StoredDeadLetter>(
                        arguments,
                        LetterColumns,
                        (queries, page, token) => new DeadLettersReport(queries).ReadLettersAsync(name, period, page, token),
                        (queries, token) => new ReportSubjects(queries).RequireReasonAsync(name, token)).RunAsync(parsed, cancellationToken)
                    : new ReportList<DeadLetterReason>(
                        arguments,
                        ReasonColumns,
                        (queries, page, token) => new DeadLettersReport(queries).ReadReasonsAsync(period, page, token)).RunAsync(parsed, cancellationToken);
            },
            cancellationToken));
        return command;
    }
}
