using System.Globalization;
using System.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Appends the parts that the texts of times have in common.</summary>
internal static class TimeTextParts
{
    /// <summary>A number with leading zeros.</summary>
    internal static StringBuilder Append(this StringBuilder text, long value, int digits) =>
        text.Append(value.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));

    /// <summary><c>HH:MM:SS[.ffffff]</c> of microseconds that are not negative, without trailing zeros.</summary>
    internal static StringBuilder AppendTime(this StringBuilder text, long microseconds)
    {
        long seconds = microseconds / Timestamptz.MicrosecondsPerSecond;
        long fraction = microseconds % Timestamptz.MicrosecondsPerSecond;
        text.Append(seconds / 3600, 2).Append(':').Append(seconds / 60 % 60, 2).Append(':').Append(seconds % 60, 2);
        if (fraction > 0)
        {
            text.Append('.').Append(fraction.ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0'));
        }

        return text;
    }
}
