using System.Globalization;
using System.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Writes <c>interval</c> in Postgres's interval style <c>postgres</c>, and reads it.</summary>
internal static class IntervalText
{
    internal static string Format(Interval value)
    {
        var text = new StringBuilder();
        bool isAfterNegative = false;
        AppendPart(text, value.Months / 12, "year", ref isAfterNegative);
        AppendPart(text, value.Months % 12, "mon", ref isAfterNegative);
        AppendPart(text, value.Days, "day", ref isAfterNegative);
        if (text.Length > 0 && value.Microseconds == 0)
        {
            return text.ToString();
        }

        string sign = value.Microseconds < 0 ? "-" : isAfterNegative ? "+" : "";
        text.Append(text.Length > 0 ? " " : "").Append(sign);
        UInt128 time = (UInt128)Int128.Abs(value.Microseconds);
        text.Append((long)(time / 3_600_000_000), 2).Append(':').Append((long)(time / 60_000_000 % 60), 2).Append(':')
            .Append((long)(time / 1_000_000 % 60), 2);
        long fraction = (long)(time % 1_000_000);
        return fraction == 0
            ? text.ToString()
            : text.Append('.').Append(fraction.ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0')).ToString();
    }

    /// <summary>
    /// Numbers with units and times, such as <c>1 year 2 mons -3 days 04:05:06.7</c>, with <c>ago</c> at the end. A number
    /// without a unit is seconds. The ISO 8601 and SQL standard forms are errors.
    /// </summary>
    internal static Interval Parse(ReadOnlySpan<char> text) => new IntervalReader(text).Read();

    private static void AppendPart(StringBuilder text, int value, string unit, ref bool isAfterNegative)
    {
        if (value == 0)
        {
            return;
        }

        text.Append(text.Length > 0 ? " " : "").Append(isAfterNegative && value > 0 ? "+" : "");
        text.Append(CultureInfo.InvariantCulture, $"{value} {unit}{(value == 1 ? "" : "s")}");
        isAfterNegative = value < 0;
    }
}
