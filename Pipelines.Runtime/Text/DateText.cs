using System.Text;
using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Reads and writes <c>date</c> in the date style ISO.</summary>
internal static class DateText
{
    internal static string Format(Date value)
    {
        if (!value.IsFinite)
        {
            return value == Date.Infinity ? "infinity" : "-infinity";
        }

        (int year, int month, int day) = Calendar.FromDays(value.Days);
        StringBuilder text = new StringBuilder(16)
            .Append(year > 0 ? year : 1 - year, 4).Append('-').Append(month, 2).Append('-').Append(day, 2);
        return (year > 0 ? text : text.Append(" BC")).ToString();
    }

    /// <summary>A date; a time and an offset after it are checked and ignored, as in Postgres.</summary>
    internal static Date Parse(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> word = TextScanner.Trim(text);
        if (word.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            return Date.Infinity;
        }

        if (word.Equals("-infinity", StringComparison.OrdinalIgnoreCase))
        {
            return Date.NegativeInfinity;
        }

        if (word.Equals("epoch", StringComparison.OrdinalIgnoreCase))
        {
            return new Date(-10_957);
        }

        long days = new DateTimeReader(text, "date").Read().Days;
        return Date.Holds(days) ? new Date((int)days) : throw Fail.TimeOutOfRange("cast to date", "date", text.ToString());
    }
}
