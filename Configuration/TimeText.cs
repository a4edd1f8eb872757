using System.Globalization;
using System.Text.RegularExpressions;

namespace PathwayOrleans.Configuration;

/// <summary>
/// Parses points in time. A time zone is required: two processes with different local time zones must not read one configuration
/// differently.
/// </summary>
internal static partial class TimeText
{
    /// <summary>Parses ISO 8601 with an offset or <c>Z</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, if the result is null.</param>
    /// <returns>Null, or what is wrong with the text, as the end of a sentence that begins with the value.</returns>
    internal static string? Parse(string text, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (!DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            || !Date().IsMatch(trimmed))
        {
            return "it must be a time such as 2025-03-30T00:00:00Z or 2025-03-30T00:00:00+01:00";
        }

        return Zone().IsMatch(trimmed)
            ? null
            : "it has no time zone; append Z for UTC, or an offset such as +01:00 (2025-03-30T00:00:00+01:00)";
    }

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}")]
    private static partial Regex Date();

    [GeneratedRegex(@"(Z|[+-]\d{2}:\d{2})\z", RegexOptions.IgnoreCase)]
    private static partial Regex Zone();
}
