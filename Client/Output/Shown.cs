using System.Globalization;

namespace PathwayOrleans.Client.Output;

/// <summary>Numbers and times for people.</summary>
internal static class Shown
{
    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB"];

    internal static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Number(long? number) => number is { } known ? Number(known) : "-";

    internal static string Rate(double perSecond) => perSecond.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A sum of values, every digit of it.</summary>
    internal static string Value(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time where parts of a second do not matter.</summary>
    internal static string Second(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An event time.</summary>
    /// <param name="milliseconds">Since the epoch.</param>
    internal static string EventTime(long milliseconds) => Time(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    internal static string Bytes(long bytes)
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
