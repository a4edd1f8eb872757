using System.Globalization;
using System.Text.RegularExpressions;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Parses times of parameters and options.</summary>
public static partial class ReportTime
{
    /// <summary>The accepted formats, as the end of a sentence.</summary>
    public const string Remedy =
        "it must be ISO-8601 such as 2026-01-31 (midnight UTC), 2026-01-31T12:30Z or 2026-01-31T12:30:00.250+02:00, " +
        "or milliseconds since the epoch";

    private const string Zoneless =
        "it has no time zone; append Z for UTC, or an offset such as +01:00 (2026-01-31T12:30:00+01:00)";

    private const string Seconds = "it looks like seconds since the epoch; append 000 for milliseconds";

    private const int DateLength = 10;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK",
    ];

    /// <summary>Parses a time into milliseconds since the epoch.</summary>
    /// <param name="parameter">The parameter's name, for the message.</param>
    /// <param name="text">The time; null returns null.</param>
    /// <exception cref="ReportParameterException">The text is not a time.</exception>
    public static long? Parse(string parameter, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds))
        {
            return EventLimits.LooksLikeSeconds(milliseconds)
                ? throw new ReportParameterException(parameter, text, Seconds)
                : milliseconds;
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, utc, out DateTimeOffset time))
        {
            throw new ReportParameterException(parameter, text, Remedy);
        }

        return text.Length == DateLength || Zone().IsMatch(text)
            ? time.ToUnixTimeMilliseconds()
            : throw new ReportParameterException(parameter, text, Zoneless);
    }

    [GeneratedRegex(@"(Z|[+-]\d{2}:\d{2})\z")]
    private static partial Regex Zone();
}
