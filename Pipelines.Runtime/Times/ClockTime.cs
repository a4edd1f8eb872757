using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Times;

/// <summary>A finite time as fields of the calendar.</summary>
/// <param name="Days">Days since 2000-01-01.</param>
/// <param name="TimeOfDay">Microseconds since midnight.</param>
/// <param name="Year">The year; 0 is 1 BC.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
internal readonly record struct ClockTime(long Days, long TimeOfDay, int Year, int Month, int Day)
{
    internal int Hour => (int)(TimeOfDay / 3_600_000_000);

    internal int Minute => (int)(TimeOfDay / 60_000_000 % 60);

    /// <summary>Microseconds of the minute.</summary>
    internal long Seconds => TimeOfDay % 60_000_000;

    /// <summary>The fields of microseconds since 2000-01-01 00:00 on some clock.</summary>
    internal static ClockTime Of(long microseconds)
    {
        long days = Calendar.FloorDivide(microseconds, Timestamptz.MicrosecondsPerDay);
        (int year, int month, int day) = Calendar.FromDays(days);
        return new ClockTime(days, microseconds - (days * Timestamptz.MicrosecondsPerDay), year, month, day);
    }

    /// <summary>Midnight of a day since 2000-01-01.</summary>
    internal static ClockTime OfDays(long days)
    {
        (int year, int month, int day) = Calendar.FromDays(days);
        return new ClockTime(days, 0, year, month, day);
    }
}
