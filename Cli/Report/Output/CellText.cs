using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>
/// Formats the cells of a report. CSV has the values of the database table: numbers in the shortest form that parses to the same
/// number, event times in milliseconds, clock times in ISO-8601.
/// </summary>
internal static class CellText
{
    private const int MaxShownCharacters = 60;

    /// <summary>Whether a column is right-aligned.</summary>
    internal static bool IsNumber(this ReportColumn column) => column.Kind is ReportColumnKind.Number or ReportColumnKind.Digits
        or ReportColumnKind.Value or ReportColumnKind.Numeric or ReportColumnKind.Span;

    /// <summary>The CSV cell of a row; empty for null.</summary>
    internal static string Csv(this ReportColumn column, object row) => column.Value(row) switch
    {
        null => "",
        double number => DisplayFormat.Exact(number),
        DateTimeOffset time => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        byte[] raw => Convert.ToBase64String(raw),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The displayed cell of a row.</summary>
    internal static string Display(this ReportColumn column, object row) => column.Value(row) switch
    {
        null => column.Nothing,
        long number => column.Kind switch
        {
            ReportColumnKind.EventTime => EventTimeText.Of(number),
            ReportColumnKind.Span => EventTimeText.Span(number),
            _ => DisplayFormat.Number(number),
        },
        double number => DisplayFormat.Value(number),
        DateTimeOffset time => DisplayFormat.Time(time),
        bool flag => flag ? "yes" : "no",
        byte[] raw => Printable.Sanitize(raw, MaxShownCharacters),
        string text => Display(column.Kind, text),
        var value => Printable.Sanitize($"{value}"),
    };

    // A number with more digits than fit a long or a double is shown as it is.
    private static string Display(ReportColumnKind kind, string text) => kind switch
    {
        ReportColumnKind.Numeric when long.TryParse(text, CultureInfo.InvariantCulture, out long number) =>
            DisplayFormat.Number(number),
        ReportColumnKind.Timestamp when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset time) =>
            DisplayFormat.Time(time),
        _ => Printable.Sanitize(text),
    };
}
