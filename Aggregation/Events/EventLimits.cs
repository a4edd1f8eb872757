namespace PathwayOrleans.Aggregation.Events;

/// <summary>The limits of an event. An event outside of them is written to the dead letters with a specific reason.</summary>
public static class EventLimits
{
    /// <summary>Largest message in bytes (1 MiB).</summary>
    public const int MaxMessageBytes = 1024 * 1024;

    /// <summary>Longest user id in Unicode code points, the unit of Postgres' <c>varchar(512)</c>.</summary>
    public const int MaxUserIdLength = 512;

    /// <summary>
    /// Largest magnitude of a value. A total is a sum of at most 2^63 values, so with this bound a total cannot
    /// become infinite, and an event that was parsed never has to be rejected later.
    /// </summary>
    public const double MaxValue = 1e288;

    /// <summary>Earliest event time: 1970-01-01T00:00:00Z, in milliseconds.</summary>
    public const long MinTime = 0;

    /// <summary>
    /// 2001-01-01T00:00:00Z, in milliseconds. A lower number is more likely a time in seconds, or a clock that was never set.
    /// </summary>
    public const long MinPlausibleTime = 978_307_200_000;

    /// <summary>Latest event time: 2262-04-11T23:47:16.854Z, the last millisecond that 64 bits of nanoseconds hold.</summary>
    public const long MaxTime = long.MaxValue / 1_000_000;

    /// <summary>Whether a number is a time from 2001 to 2262 if it is read as seconds, and before 2001 in milliseconds.</summary>
    public static bool LooksLikeSeconds(long number) => number is > 0 and <= MaxTime / 1000 && IsPlausible(number * 1000);

    /// <summary>Whether a number is a time from 2001 to 2262, in milliseconds.</summary>
    public static bool IsPlausible(long? milliseconds) => milliseconds is >= MinPlausibleTime and <= MaxTime;
}
