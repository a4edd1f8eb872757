using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary><c>date_trunc</c>.</summary>
public static class TimeTruncation
{
    private const string Name = "date_trunc";

    /// <summary>The start of the unit in UTC.</summary>
    public static Timestamptz Truncate(TimeUnit unit, Timestamptz value) => value.IsFinite
        ? Checked(TruncateClock(unit, value.Microseconds), unit, value)
        : value;

    /// <summary>The start of the unit on the clock of a zone, daylight saving included.</summary>
    public static Timestamptz Truncate(TimeUnit unit, Timestamptz value, ZoneRules zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (!value.IsFinite)
        {
            return value;
        }

        long local = zone.ToLocal(value.Microseconds);
        long truncated = TruncateClock(unit, local);

        // Postgres keeps the offset for units below a day, and determines it anew for the others.
        long result = unit >= TimeUnit.Day
            ? zone.ToUniversal(truncated)
            : truncated - (local - value.Microseconds);
        return Checked(result, unit, value);
    }

    /// <summary>An interval with the smaller fields at zero.</summary>
    public static Interval Truncate(TimeUnit unit, Interval value)
    {
        int years = value.Months / 12;
        return unit switch
        {
            TimeUnit.Microseconds => value,
            TimeUnit.Milliseconds => value with { Microseconds = value.Microseconds / 1000 * 1000 },
            TimeUnit.Second => value with { Microseconds = value.Microseconds / 1_000_000 * 1_000_000 },
            TimeUnit.Minute => value with { Microseconds = value.Microseconds / 60_000_000 * 60_000_000 },
            TimeUnit.Hour => value with { Microseconds = value.Microseconds / 3_600_000_000 * 3_600_000_000 },
            TimeUnit.Day => value with { Microseconds = 0 },
            TimeUnit.Month => new Interval(value.Months, 0, 0),
            TimeUnit.Quarter => new Interval((years * 12) + (value.Months % 12 / 3 * 3), 0, 0),
            TimeUnit.Year => new Interval(years * 12, 0, 0),
            TimeUnit.Decade => new Interval(years / 10 * 10 * 12, 0, 0),
            TimeUnit.Century => new Interval(years / 100 * 100 * 12, 0, 0),
            TimeUnit.Millennium => new Interval(years / 1000 * 1000 * 12, 0, 0),
            _ => throw Unsupported(unit, "interval"),
        };
    }

    private static long TruncateClock(TimeUnit unit, long microseconds)
    {
        const long Day = Timestamptz.MicrosecondsPerDay;
        long step = unit switch
        {
            TimeUnit.Microseconds => 1,
            TimeUnit.Milliseconds => 1000,
            TimeUnit.Second => 1_000_000,
            TimeUnit.Minute => 60_000_000,
            TimeUnit.Hour => 3_600_000_000,
            TimeUnit.Day => Day,
            _ => 0,
        };
        if (step > 0)
        {
            return microseconds - Calendar.FloorModulo(microseconds, step);
        }

        ClockTime time = ClockTime.Of(microseconds);
        return unit switch
        {
            TimeUnit.Week => (time.Days - ((Calendar.DayOfWeek(time.Days) + 6) % 7)) * Day,
            TimeUnit.Month => Calendar.ToDays(time.Year, time.Month, 1) * Day,
            TimeUnit.Quarter => Calendar.ToDays(time.Year, ((time.Month - 1) / 3 * 3) + 1, 1) * Day,
            TimeUnit.Year => Calendar.ToDays(time.Year, 1, 1) * Day,
            TimeUnit.Decade => Calendar.ToDays(Calendar.FloorDivide(time.Year, 10) * 10, 1, 1) * Day,
            TimeUnit.Century => Calendar.ToDays(GroupStart(time.Year, 100), 1, 1) * Day,
            TimeUnit.Millennium => Calendar.ToDays(GroupStart(time.Year, 1000), 1, 1) * Day,
            _ => throw Unsupported(unit, "timestamp with time zone"),
        };
    }

    // Centuries and millennia begin with year 1 of their group.
    private static long GroupStart(int year, int size) => (Calendar.FloorDivide(year - 1, size) * size) + 1;

    // Postgres has two codes for a unit that date_trunc does not have.
    private static EvaluationException Unsupported(TimeUnit unit, string type) =>
        unit is >= TimeUnit.DayOfWeek and <= TimeUnit.Epoch
            ? Fail.Argument(Name, $"unit \"{TimeUnits.NameOf(unit)}\" is not recognized for type {type}", TimeUnits.NameOf(unit))
            : TimeUnits.Unsupported(Name, unit, type);

    private static Timestamptz Checked(long microseconds, TimeUnit unit, Timestamptz value)
    {
        var result = new Timestamptz(microseconds);
        return result.IsInRange ? result : throw Fail.TimeOutOfRange(Name, "timestamp", TimeUnits.NameOf(unit), value);
    }
}
