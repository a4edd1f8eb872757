using System.Globalization;
using System.Text.RegularExpressions;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>
/// Finds literals that are no values of their type. Times are ISO 8601: what else Postgres reads depends on its settings.
/// </summary>
internal static partial class ConstantText
{
    private static readonly string[] Booleans = ["true", "false", "yes", "no", "on", "off", "1", "0"];

    private static readonly string[] SpecialNumbers = ["nan", "inf", "infinity", "+inf", "+infinity", "-inf", "-infinity"];

    private static readonly string[] SpecialTimes = ["infinity", "-infinity", "epoch"];

    /// <summary>The error, or null.</summary>
    internal static string? Check(string text, SqlType type)
    {
        string trimmed = text.Trim();
        bool isValid = type switch
        {
            SqlType.Boolean => trimmed.Length > 0 && Array.Exists(
                Booleans, word => word.StartsWith(trimmed, StringComparison.OrdinalIgnoreCase) && trimmed is not ("o" or "O")),
            SqlType.Integer => int.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            SqlType.BigInt => long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            SqlType.Real or SqlType.Double or SqlType.Numeric =>
                double.TryParse(
                    trimmed,
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                    CultureInfo.InvariantCulture,
                    out _)
                || SpecialNumbers.Contains(trimmed, StringComparer.OrdinalIgnoreCase),
            SqlType.Uuid => Guid.TryParse(trimmed, out _),
            SqlType.Interval => IntervalText.TryParse(text, out _),
            SqlType.Date or SqlType.TimestampTz => IsTime(trimmed),
            _ => true,
        };
        return isValid ? null : $"'{text}' is not a value of type {type.Name()}.{Example(type)}";
    }

    private static bool IsTime(string text) => Time().Match(text) is { Success: true } match
        ? DateOnly.TryParseExact(
            match.Groups["date"].Value, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        : Array.Exists(SpecialTimes, special => special.Equals(text, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(
        @"^(?<date>\d{4}-\d{1,2}-\d{1,2})([T ]([01]?\d|2[0-4]):[0-5]\d(:([0-5]\d|60)(\.\d{1,6})?)? ?(Z|[+-](0?\d|1[0-5])(:?[0-5]\d)?)?)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    private static string Example(SqlType type) => type switch
    {
        SqlType.Interval => " Write numbers and units, such as '1 hour 30 minutes', or '01:30:00'.",
        SqlType.TimestampTz => " Write it like '2024-01-31 12:00:00+00'.",
        SqlType.Date => " Write it like '2024-01-31'.",
        SqlType.Boolean => " Write 'true' or 'false'.",
        _ => "",
    };
}
