using System.Text;
using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Reads and writes <c>timestamptz</c> as a session with the time zone UTC and the date style ISO does.</summary>
internal static class TimestamptzText
{
    internal const string Type = "timestamp with time zone";

    internal static string Format(Timestamptz value)
    {
        if (!value.IsFinite)
        {
            return value == Timestamptz.Infinity ? "infinity" : "-infinity";
        }

        long days = Calendar.FloorDivide(value.Microseconds, Timestamptz.MicrosecondsPerDay);
        long time = value.Microseconds - (days * Timestamptz.MicrosecondsPerDay);
        (int year, int month, int day) = Calendar.FromDays(days);
        var text = new StringBuilder(32);
        text.Append(year > 0 ? year : 1 - year, 4).Append('-').Append(month, 2).Append('-').Append(day, 2).Append(' ');
        text.AppendTime(time).Append("+00");
        return (year > 0 ? text : text.Append(" BC")).ToString();
    }

    /// <summary>Text without an offset is in UTC, and text without a time is midnight.</summary>
    internal static Timestamptz Parse(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> word = TextScanner.Trim(text);
        return word switch
        {
            _ when word.Equals("infinity", StringComparison.OrdinalIgnoreCase) => Timestamptz.Infinity,
            _ when word.Equals("-infinity", StringComparison.OrdinalIgnoreCase) => Timestamptz.NegativeInfinity,
            _ when word.Equals("epoch", StringComparison.OrdinalIgnoreCase) => new(-Timestamptz.UnixEpochOffset),
            _ => Of(new DateTimeReader(text, Type).Read(), text),
        };
    }

    /// <summary>Text with a time and an offset.</summary>
    internal static Timestamptz ParseWithOffset(ReadOnlySpan<char> text)
    {
        DateTimeParts parts = new DateTimeReader(text, Type).Read();
        return parts.HasOffset
            ? Of(parts, text)
            : throw Fail.Create(
                "22007", $"cast to {Type}", "the time has no offset from UTC, such as Z or +02:00", text.ToString());
    }

    private static Timestamptz Of(in DateTimeParts parts, ReadOnlySpan<char> text)
    {
        Int128 microseconds = ((Int128)parts.Days * Timestamptz.MicrosecondsPerDay) + parts.TimeOfDay
            - (parts.OffsetSeconds * Timestamptz.MicrosecondsPerSecond);
        var value = new Timestamptz((long)Int128.Clamp(microseconds, long.MinValue, long.MaxValue));
        return value.IsInRange ? value : throw Fail.TimeOutOfRange($"cast to {Type}", "timestamp", text.ToString());
    }
}
