using System.Globalization;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>
/// A column of a report, for display and for CSV. CSV has the values of the database table: numbers in the shortest form that
/// parses to the same number, event times in milliseconds, clock times in ISO-8601.
/// </summary>
/// <param name="Name">The name of the column in the database.</param>
/// <param name="IsNumber">Whether it is right-aligned.</param>
/// <param name="Csv">The CSV cell of a row; empty for null.</param>
/// <param name="Display">The displayed cell of a row.</param>
internal sealed record ReportColumn<T>(string Name, bool IsNumber, Func<T, string> Csv, Func<T, string> Display)
{
    private const string Nothing = "-";

    internal static ReportColumn<T> Text(string name, Func<T, string> value) =>
        new(name, false, value, row => Printable.Sanitize(value(row)));

    internal static ReportColumn<T> Number(string name, Func<T, long> value) => new(
        name, true, row => value(row).ToString(CultureInfo.InvariantCulture), row => DisplayFormat.Number(value(row)));

    /// <summary>A number that is an identifier, shown without thousands separators.</summary>
    internal static ReportColumn<T> Digits(string name, Func<T, string> value) => new(name, true, value, value);

    internal static ReportColumn<T> Value(string name, Func<T, double> value) => new(
        name, true, row => DisplayFormat.Exact(value(row)), row => DisplayFormat.Value(value(row)));

    internal static ReportColumn<T> EventTime(string name, Func<T, long?> value) => new(
        name,
        false,
        row => value(row)?.ToString(CultureInfo.InvariantCulture) ?? "",
        row => value(row) is { } time ? EventTimeText.Of(time) : Nothing);

    internal static ReportColumn<T> ClockTime(string name, Func<T, DateTimeOffset?> value) => new(
        name,
        false,
        row => value(row)?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "",
        row => value(row) is { } time ? DisplayFormat.Time(time) : Nothing);

    internal static ReportColumn<T> Flag(string name, Func<T, bool> value) => new(
        name, false, row => value(row) ? "true" : "false", row => value(row) ? "yes" : "no");
}
