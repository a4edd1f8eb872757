using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Lists;

/// <summary><c>report dead-letters</c>: dead letters per reason, or the dead letters of one reason.</summary>
internal static class DeadLettersCommand
{
    private const int MaxShownCharacters = 60;

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
        ReportColumn<StoredDeadLetter>.Text("detail", row => row.Detail ?? ""),
        ReportColumn<StoredDeadLetter>.Digits("length", row => row.Length?.ToString(CultureInfo.InvariantCulture) ?? ""),
        new(
            "raw",
            false,
            row => row.Raw is { } raw ? Convert.ToBase64String(raw) : "",
            row => row.Raw is { } raw ? Printable.Sanitize(raw, MaxShownCharacters) : "-"),
    ];

    internal static Command Create()
    {
        var arguments = new ReportArguments();
        var reason = new Option<string?>("--reason")
        {
            Description =
                $"Lists the dead letters with this reason, newest first, with the first {StoredDeadLetter.MaxRawBytes} bytes " +
                "of each record (csv and json: in base64).",
            HelpName = "REASON",
        };
        var command = new Command(
            "dead-letters", "Records that could not be applied: the number per reason, or the dead letters of one reason.")
        {
            reason,
        };
        arguments.AddTo(command, "the time of recording by the database's clock; dead letters have no event time.");
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () =>
            {
                ReportPeriod period = arguments.Period(parsed);
                return parsed.GetValue(reason) is { } name
                    ? new ReportList<StoredDeadLetter>(
                        arguments,
                        LetterColumns,
                        (queries, page, token) => new DeadLettersReport(queries).ReadLettersAsync(name, period, page, token),
                        (queries, token) => new ReportSubjects(queries).RequireReasonAsync(name, token))
                        .RunAsync(parsed, cancellationToken)
                    : new ReportList<DeadLetterReason>(
                        arguments,
                        ReasonColumns,
                        (queries, page, token) => new DeadLettersReport(queries).ReadReasonsAsync(period, page, token))
                        .RunAsync(parsed, cancellationToken);
            },
            cancellationToken));
        return command;
    }
}
