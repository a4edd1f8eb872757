namespace PathwayOrleans.Pipelines.Runtime.Times;

/// <summary>
/// Days since 2000-01-01 and dates of the proleptic Gregorian calendar. The year before year 1 is year 0 here, and 1 BC in text.
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
/// </summary>
internal static class Calendar
{
    /// <summary>The Julian day of 2000-01-01.</summary>
    internal const int JulianEpoch = 2_451_545;

    // From 0000-03-01 to 2000-01-01, and the days of 400 years.
    private const long Offset = 730_425;
    private const long DaysPerEra = 146_097;

    internal static long ToDays(long year, int month, int day)
    {
        long shifted = month <= 2 ? year - 1 : year;
        long era = FloorDivide(shifted, 400);
        long yearOfEra = shifted - (era * 400);
        long dayOfYear = ((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5 + day - 1;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - Offset;
    }

    internal static (int Year, int Month, int Day) FromDays(long days)
    {
        long shifted = days + Offset;
        long era = FloorDivide(shifted, DaysPerEra);
        long dayOfEra = shifted - (era * DaysPerEra);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long monthIndex = ((5 * dayOfYear) + 2) / 153;
        int day = (int)(dayOfYear - (((153 * monthIndex) + 2) / 5) + 1);
        int month = (int)(monthIndex < 10 ? monthIndex + 3 : monthIndex - 9);
        return ((int)(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0)), month, day);
    }

    internal static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>The day of the week; Sunday is 0.</summary>
    internal static int DayOfWeek(long days) => (int)FloorModulo(days + 6, 7);

    /// <summary>The ISO week and the year that it belongs to.</summary>
    internal static (int Year, int Week) IsoWeek(long days)
    {
        // The Thursday of the same week decides about the year.
        long thursday = days - FloorModulo(DayOfWeek(days) + 6, 7) + 3;
        int year = FromDays(thursday).Year;
        return (year, (int)((thursday - ToDays(year, 1, 1)) / 7) + 1);
    }

    /// <summary>The Monday that an ISO year begins with.</summary>
    internal static long IsoYearStart(int year)
    {
        long fourth = ToDays(year, 1, 4);
        return fourth - FloorModulo(DayOfWeek(fourth) + 6, 7);
    }

    internal static long FloorDivide(long value, long divisor)
    {
        long quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }

    internal static long FloorModulo(long value, long divisor)
    {
        long remainder = value % divisor;
        return remainder < 0 ? remainder + divisor : remainder;
    }

    private static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
