using System.Globalization;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>Intervals for a person.</summary>
internal static class Durations
{
    private static readonly (long Microseconds, string Unit)[] Units =
    [
        (86_400_000_000, "day"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"), (1_000, "ms"),
    ];

    /// <summary>A fixed length in the largest unit that it is a multiple of.</summary>
    internal static string Describe(long microseconds)
    {
        if (microseconds == 0)
        {
            return "0 s";
        }

        (long length, string unit) = Array.Find(Units, unit => microseconds % unit.Microseconds == 0);
        return length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{microseconds} us")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{microseconds / length} {unit}{(unit == "day" && microseconds != length ? "s" : "")}");
    }

    internal static string Describe(PgInterval interval) => interval.FixedMicroseconds is { } microseconds
        ? Describe(microseconds)
        : new Interval(interval.Months, interval.Days, interval.Microseconds).ToString();
}
