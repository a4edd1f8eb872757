using System.Globalization;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Event times as people write them.</summary>
public static class ReportTime
{
    /// <summary>What is understood, as the end of a sentence.</summary>
    public const string Remedy =
        "ISO-8601 such as 2026-01-31, 2026-01-31T12:30Z or 2026-01-31T12:30:00.250+02:00 (UTC where no offset is given), or milliseconds since the epoch, is right";

    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>A time in milliseconds since the epoch.</summary>
    /// <param name="parameter">What the time is for, for the message.</param>
    /// <param name="text">The time; null gives null.</param>
    /// <exception cref="ReportParameterException">It is none.</exception>
    public static long? Parse(string parameter, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds))
        {
            return milliseconds;
        }

        return DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : throw new ReportParameterException(parameter, text, Remedy);
    }
}
