using System.Globalization;
using PathwayOrleans.Display;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>
/// A column of a report, for people and for programs. For programs it is what the database's table holds: numbers in the
/// shortest form that reads back as the same number, event times in milliseconds, clock times in ISO-8601.
/// </summary>
/// <param name="Name">Its name: the column's in the database.</param>
/// <param name="IsNumber">Whether it stands at the right.</param>
/// <param name="Csv">A row's cell for programs; empty where there is nothing.</param>
/// <param name="Shown">A row's cell for people.</param>
internal sealed record ReportColumn<T>(string Name, bool IsNumber, Func<T, string> Csv, Func<T, string> Shown)
{
    private const string Nothing = "-";

    internal static ReportColumn<T> Text(string name, Func<T, string> value) => new(name, false, value, row => Printable.Of(value(row)));

    internal static ReportColumn<T> Number(string name, Func<T, long> value) => new(
        name, true, row => value(row).ToString(CultureInfo.InvariantCulture), row => Display.Shown.Number(value(row)));

    /// <summary>A number that is a name rather than an amount.</summary>
    internal static ReportColumn<T> Digits(string name, Func<T, string> value) => new(name, true, value, value);

    internal static ReportColumn<T> Value(string name, Func<T, double> value) => new(
        name, true, row => Display.Shown.Value(value(row)), row => Display.Shown.Value(value(row)));

    internal static ReportColumn<T> EventTime(string name, Func<T, long?> value) => new(
        name,
        false,
        row => value(row)?.ToString(CultureInfo.InvariantCulture) ?? "",
        row => value(row) is { } time ? EventTimeText.Of(time) : Nothing);

    internal static ReportColumn<T> ClockTime(string name, Func<T, DateTimeOffset> value) => new(
        name, false, row => value(row).UtcDateTime.ToString("O", CultureInfo.InvariantCulture), row => Display.Shown.Time(value(row)));

    internal static ReportColumn<T> Flag(string name, Func<T, bool> value) => new(
        name, false, row => value(row) ? "true" : "false", row => value(row) ? "yes" : "no");
}
