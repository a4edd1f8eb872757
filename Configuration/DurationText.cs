using System.Globalization;
using System.Text.RegularExpressions;

namespace PathwayOrleans.Configuration;

/// <summary>
/// Parses durations. <see cref="TimeSpan.Parse(string)"/> is not used: it reads <c>24:00:00</c> as 24 days and <c>10</c> as ten
/// days.
/// </summary>
internal static partial class DurationText
{
    private const int TickDigits = 7;

    /// <summary>The accepted formats, as the end of a sentence.</summary>
    internal const string Remedy =
        "it must be a duration such as 00:01:30 (hours:minutes:seconds), 1.00:00:00 (one day), 500ms, 90s, 15m, 1h30m, 2d or " +
        "PT1H30M";

    /// <summary>Parses a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration; zero if the result is not null.</param>
    /// <returns>Null, or what is wrong with the text, as the end of a sentence that begins with the value.</returns>
    internal static string? Parse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = TimeSpan.Zero;
        string trimmed = text.Trim();
        try
        {
            if (Clock().Match(trimmed) is { Success: true, Groups: var clock })
            {
                return ParseClock(clock, out duration);
            }

            Match units = Units().Match(trimmed);
            units = units.Success ? units : Iso().Match(trimmed);
            if (!units.Success || trimmed.Length == 0 || trimmed.EndsWith('T') || trimmed == "P")
            {
                return Remedy;
            }

            duration = TimeSpan.FromDays((Number(units, "weeks") * 7) + Number(units, "days"))
                + TimeSpan.FromHours(Number(units, "hours"))
                + TimeSpan.FromMinutes(Number(units, "minutes"))
                + TimeSpan.FromSeconds(Number(units, "seconds"))
                + TimeSpan.FromMilliseconds(Number(units, "milliseconds"));
            return null;
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return $"it is too long; the maximum is {TimeSpan.MaxValue.Days} days";
        }
    }

    private static string? ParseClock(GroupCollection clock, out TimeSpan duration)
    {
        long days = Whole(clock["days"]);
        long hours = Whole(clock["hours"]);
        long minutes = Whole(clock["minutes"]);
        long seconds = Whole(clock["seconds"]);
        duration = TimeSpan.Zero;
        if (hours > 23)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"hours must be 0 to 23; write {days + (hours / 24)}.{hours % 24:00}:{minutes:00}:{seconds:00} for " +
                $"{(days * 24) + hours} hours, or {hours}d for {hours} days");
        }

        if (minutes > 59 || seconds > 59)
        {
            return "minutes and seconds must be 0 to 59";
        }

        long ticks = clock["fraction"].Success
            ? long.Parse(clock["fraction"].Value.PadRight(TickDigits, '0'), CultureInfo.InvariantCulture)
            : 0;
        duration = new TimeSpan((int)days, (int)hours, (int)minutes, (int)seconds) + TimeSpan.FromTicks(ticks);
        duration = clock["minus"].Success ? -duration : duration;
        return null;
    }

    private static long Whole(Group group) => group.Success ? long.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    private static double Number(Match match, string group) =>
        match.Groups[group] is { Success: true, Value: var value } ? double.Parse(value, CultureInfo.InvariantCulture) : 0;

    // [-][d.]hh:mm[:ss[.fffffff]], as .NET writes durations.
    [GeneratedRegex(
        @"\A(?<minus>-)?((?<days>\d{1,8})\.)?(?<hours>\d{1,8}):(?<minutes>\d{1,2})" +
        @"(:(?<seconds>\d{1,2})(\.(?<fraction>\d{1,7}))?)?\z")]
    private static partial Regex Clock();

    // 1d12h, 1h30m, 90s, 500ms.
    [GeneratedRegex(
        @"\A((?<days>\d+(\.\d+)?)d)?((?<hours>\d+(\.\d+)?)h)?((?<minutes>\d+(\.\d+)?)m(in)?)?" +
        @"((?<seconds>\d+(\.\d+)?)s)?((?<milliseconds>\d+)ms)?\z")]
    private static partial Regex Units();

    // ISO 8601 without months and years, whose length varies.
    [GeneratedRegex(
        @"\AP((?<weeks>\d+)W)?((?<days>\d+)D)?(T((?<hours>\d+)H)?((?<minutes>\d+)M)?((?<seconds>\d+(\.\d+)?)S)?)?\z")]
    private static partial Regex Iso();
}
