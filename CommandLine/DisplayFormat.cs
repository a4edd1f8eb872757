using System.Globalization;

namespace PathwayOrleans.CommandLine;

/// <summary>Formats numbers and times for display.</summary>
public static class DisplayFormat
{
    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>A whole number with thousands separators.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A whole number; <c>-</c> for null.</summary>
    public static string Number(long? number) => number is { } known ? Number(known) : "-";

    /// <summary>A rate per second, without decimals.</summary>
    public static string Rate(double perSecond) => perSecond.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>
    /// A sum of values with 15 significant digits, which is as many as a double keeps of every decimal number: sums of money show
    /// no rounding errors.
    /// </summary>
    public static string Value(double value) => value.ToString("G15", CultureInfo.InvariantCulture);

    /// <summary>The shortest text that parses to the same number.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time without fractions of a second.</summary>
    public static string Second(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An event time.</summary>
    /// <param name="milliseconds">Since the epoch.</param>
    public static string EventTime(long milliseconds) => Time(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    /// <summary>A size in decimal units.</summary>
    public static string Bytes(long bytes)
    {
        double amount = bytes;
        int unit = 0;
        for (; amount >= 1000 && unit < ByteUnits.Length - 1; unit++)
        {
            amount /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{amount:0.#} {ByteUnits[unit]}");
    }
}
