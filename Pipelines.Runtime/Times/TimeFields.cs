namespace PathwayOrleans.Pipelines.Runtime.Times;

/// <summary>The fields of a calendar time that are whole numbers.</summary>
internal static class TimeFields
{
    internal static long? Whole(in ClockTime time, TimeUnit unit) => unit switch
    {
        TimeUnit.Microseconds => time.Seconds,
        TimeUnit.Minute => time.Minute,
        TimeUnit.Hour => time.Hour,
        TimeUnit.TimeZone or TimeUnit.TimeZoneHour or TimeUnit.TimeZoneMinute => 0,
        _ => WholeOfDate(time, unit),
    };

    /// <summary>The fields that a date has too.</summary>
    internal static long? WholeOfDate(in ClockTime time, TimeUnit unit) => unit switch
    {
        TimeUnit.Day => time.Day,
        TimeUnit.Week => Calendar.IsoWeek(time.Days).Week,
        TimeUnit.Month => time.Month,
        TimeUnit.Quarter => ((time.Month - 1) / 3) + 1,
        TimeUnit.Year => WithoutYearZero(time.Year),
        TimeUnit.Decade => Calendar.FloorDivide(time.Year, 10),
        TimeUnit.Century => Group(time.Year, 100),
        TimeUnit.Millennium => Group(time.Year, 1000),
        TimeUnit.DayOfWeek => Calendar.DayOfWeek(time.Days),
        TimeUnit.IsoDayOfWeek => Calendar.DayOfWeek(time.Days) is 0 ? 7 : Calendar.DayOfWeek(time.Days),
        TimeUnit.DayOfYear => time.Days - Calendar.ToDays(time.Year, 1, 1) + 1,
        TimeUnit.IsoYear => WithoutYearZero(Calendar.IsoWeek(time.Days).Year),
        _ => null,
    };

    /// <summary>Whether the field grows with time, so that an infinity has an infinite one.</summary>
    internal static bool IsMonotonic(TimeUnit unit) => unit is TimeUnit.Year or TimeUnit.Decade or TimeUnit.Century
        or TimeUnit.Millennium or TimeUnit.Julian or TimeUnit.IsoYear or TimeUnit.Epoch;

    // There is no year 0: the year before 1 is -1.
    private static long WithoutYearZero(int year) => year > 0 ? year : year - 1;

    // Centuries begin with the years 1, 101 and so on; before them is century -1.
    private static long Group(int year, int size) => year > 0 ? (year + size - 1) / size : -((size - 1 - (year - 1)) / size);
}
