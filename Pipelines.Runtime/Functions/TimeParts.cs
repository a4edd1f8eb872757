using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary>
/// <c>extract</c> (numeric) and <c>date_part</c> (double precision). The time zone is UTC. A field of an infinite time is NULL
/// where it is cyclic, such as the hour; otherwise it is infinite, which is an error of <c>extract</c>, because numeric has no
/// infinity here.
/// </summary>
public static class TimeParts
{
    private const string ExtractName = "extract";
    private const string DatePartName = "date_part";
    private const string TimestamptzType = "timestamp with time zone";

    // 365.25 and 30 days.
    private const long WholeSecondsPerYear = (365 * 86_400L) + 21_600;
    private const long SecondsPerMonth = 30 * 86_400L;
    private const double SecondsPerYear = 365.25 * 86_400;

    public static decimal? Extract(TimeUnit unit, Timestamptz value)
    {
        if (!value.IsFinite)
        {
            return TimeFields.IsMonotonic(unit) ? throw Fail.NotFinite(ExtractName, TimeUnits.NameOf(unit), value) : null;
        }

        ClockTime time = ClockTime.Of(value.Microseconds);
        return unit switch
        {
            TimeUnit.Second => Scaled(time.Seconds, 6),
            TimeUnit.Milliseconds => Scaled(time.Seconds, 3),
            TimeUnit.Epoch => ExactEpoch(value),
            TimeUnit.Julian => Arithmetic.Add(
                time.Days + Calendar.JulianEpoch, Arithmetic.Divide(time.TimeOfDay, (decimal)Timestamptz.MicrosecondsPerDay)),
            _ => TimeFields.Whole(time, unit) ?? throw TimeUnits.Unsupported(ExtractName, unit, TimestamptzType),
        };
    }

    public static double? DatePart(TimeUnit unit, Timestamptz value)
    {
        if (!value.IsFinite)
        {
            return !TimeFields.IsMonotonic(unit) ? null
                : value == Timestamptz.Infinity ? double.PositiveInfinity
                : double.NegativeInfinity;
        }

        ClockTime time = ClockTime.Of(value.Microseconds);
        return unit switch
        {
            TimeUnit.Second => Seconds(time.Seconds),
            TimeUnit.Milliseconds => Milliseconds(time.Seconds),
            TimeUnit.Epoch => Epoch(value),
            TimeUnit.Julian => time.Days + Calendar.JulianEpoch + DayFraction(time),
            _ => TimeFields.Whole(time, unit) ?? throw TimeUnits.Unsupported(DatePartName, unit, TimestamptzType),
        };
    }

    /// <summary>Fields of a time of day are errors.</summary>
    public static decimal? Extract(TimeUnit unit, Date value)
    {
        if (unit <= TimeUnit.Hour || unit >= TimeUnit.TimeZone)
        {
            throw TimeUnits.Unsupported(ExtractName, unit, "date");
        }

        if (!value.IsFinite)
        {
            return TimeFields.IsMonotonic(unit) ? throw Fail.NotFinite(ExtractName, TimeUnits.NameOf(unit), value) : null;
        }

        return unit switch
        {
            TimeUnit.Epoch => (value.Days * 86_400L) + (Timestamptz.UnixEpochOffset / Timestamptz.MicrosecondsPerSecond),
            TimeUnit.Julian => value.Days + (long)Calendar.JulianEpoch,
            _ => TimeFields.WholeOfDate(ClockTime.OfDays(value.Days), unit),
        };
    }

    /// <summary>The date is taken as its midnight, so that fields of a time of day are 0; those of a zone are errors.</summary>
    public static double? DatePart(TimeUnit unit, Date value)
    {
        Timestamptz midnight = Cast.ToTimestamptz(value);
        return unit >= TimeUnit.TimeZone && value.IsFinite
            ? throw TimeUnits.Unsupported(DatePartName, unit, "timestamp without time zone")
            : DatePart(unit, midnight);
    }

    public static decimal Extract(TimeUnit unit, Interval value) => unit switch
    {
        TimeUnit.Second => Scaled(value.Microseconds % 60_000_000, 6),
        TimeUnit.Milliseconds => Scaled(value.Microseconds % 60_000_000, 3),
        TimeUnit.Epoch => Scaled(EpochMicroseconds(value), 6),
        _ => Whole(unit, value) ?? throw TimeUnits.Unsupported(ExtractName, unit, "interval"),
    };

    public static double DatePart(TimeUnit unit, Interval value) => unit switch
    {
        TimeUnit.Second => Seconds(value.Microseconds % 60_000_000),
        TimeUnit.Milliseconds => Milliseconds(value.Microseconds % 60_000_000),
        TimeUnit.Epoch => (value.Microseconds / 1_000_000.0) + (SecondsPerYear * (value.Months / 12))
            + ((double)SecondsPerMonth * (value.Months % 12)) + (86_400.0 * value.Days),
        _ => Whole(unit, value) ?? throw TimeUnits.Unsupported(DatePartName, unit, "interval"),
    };

    private static decimal Scaled(Int128 value, int scale) =>
        Numeric.Create((UInt128)Int128.Abs(value), Int128.IsNegative(value), scale);

    private static double Seconds(long microseconds) =>
        (microseconds / 1_000_000) + ((microseconds % 1_000_000) / 1_000_000.0);

    private static double Milliseconds(long microseconds) =>
        ((microseconds / 1_000_000) * 1000.0) + ((microseconds % 1_000_000) / 1000.0);

    // For times that do not fit, after 294246, Postgres divides numerics, which have fewer decimal places.
    private static decimal ExactEpoch(Timestamptz value)
    {
        Int128 microseconds = (Int128)value.Microseconds + Timestamptz.UnixEpochOffset;
        return microseconds < long.MaxValue
            ? Scaled(microseconds, 6)
            : Arithmetic.Round(Arithmetic.Divide((decimal)microseconds, Timestamptz.MicrosecondsPerSecond), 6);
    }

    private static double Epoch(Timestamptz value) =>
        value.Microseconds < long.MaxValue - Timestamptz.UnixEpochOffset
            ? (value.Microseconds + Timestamptz.UnixEpochOffset) / 1_000_000.0
            : ((double)value.Microseconds - -Timestamptz.UnixEpochOffset) / 1_000_000.0;

    private static double DayFraction(in ClockTime time) =>
        ((((((time.Hour * 60.0) + time.Minute) * 60.0) + (time.Seconds / 1_000_000)) + ((time.Seconds % 1_000_000) / 1_000_000.0))
            / 86_400.0);

    private static Int128 EpochMicroseconds(Interval value) =>
        ((((Int128)WholeSecondsPerYear * (value.Months / 12)) + (SecondsPerMonth * (value.Months % 12))
            + (86_400L * value.Days)) * Timestamptz.MicrosecondsPerSecond) + value.Microseconds;

    private static long? Whole(TimeUnit unit, Interval value) => unit switch
    {
        TimeUnit.Microseconds => value.Microseconds % 60_000_000,
        TimeUnit.Minute => value.Microseconds / 60_000_000 % 60,
        TimeUnit.Hour => value.Microseconds / 3_600_000_000,
        TimeUnit.Day => value.Days,
        TimeUnit.Month => value.Months % 12,
        TimeUnit.Quarter => (value.Months % 12 / 3) + 1,
        TimeUnit.Year => value.Months / 12,
        TimeUnit.Decade => value.Months / 12 / 10,
        TimeUnit.Century => value.Months / 12 / 100,
        TimeUnit.Millennium => value.Months / 12 / 1000,
        _ => null,
    };
}
