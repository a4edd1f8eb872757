using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Windows;

/// <summary>
/// Tumbling windows of whole months or days on the clock of a zone, daylight saving included. Windows of months start at
/// multiples of their size since January of year 0, so that three months are a quarter and twelve a year. Windows of days
/// start at multiples of their size since Monday 2001-01-01, so that seven days are an ISO week.
/// </summary>
internal sealed class CalendarWindows(PgInterval size, ZoneRules zone, long lateness) : WindowAssigner(lateness)
{
    private const long Day = Timestamptz.MicrosecondsPerDay;

    // A Monday, in days since 2000-01-01.
    private const long Origin = 366;

    // The longest month has 31 days, and a change of the clock adds hours.
    internal override long Extent => ((size.Months * 31L) + size.Days + 1) * Day;

    internal override void Assign(long time, List<TimeRange> windows)
    {
        long instant = time - Timestamptz.UnixEpochOffset;
        long today = Calendar.FloorDivide(zone.ToLocal(instant), Day);
        long start = StartOf(today);
        long end = Next(start);

        // A clock that is set back over midnight shows the end of the day before again.
        if (ToUniversal(start) > instant)
        {
            (start, end) = (Previous(start), start);
        }
        else if (ToUniversal(end) <= instant)
        {
            (start, end) = (end, Next(end));
        }

        windows.Add(new TimeRange(
            ToUniversal(start) + Timestamptz.UnixEpochOffset, ToUniversal(end) + Timestamptz.UnixEpochOffset));
    }

    private long ToUniversal(long day) => zone.ToUniversal(day * Day);

    private long StartOf(long day)
    {
        if (size.Months == 0)
        {
            return day - Calendar.FloorModulo(day - Origin, size.Days);
        }

        (int year, int month, _) = Calendar.FromDays(day);
        long months = (year * 12L) + month - 1;
        return FirstOf(months - Calendar.FloorModulo(months, size.Months));
    }

    private long Next(long day) => Shifted(day, 1);

    private long Previous(long day) => Shifted(day, -1);

    private long Shifted(long day, int windows)
    {
        if (size.Months == 0)
        {
            return day + ((long)windows * size.Days);
        }

        (int year, int month, _) = Calendar.FromDays(day);
        return FirstOf((year * 12L) + month - 1 + ((long)windows * size.Months));
    }

    private static long FirstOf(long months) =>
        Calendar.ToDays(Calendar.FloorDivide(months, 12), (int)Calendar.FloorModulo(months, 12) + 1, 1);
}
