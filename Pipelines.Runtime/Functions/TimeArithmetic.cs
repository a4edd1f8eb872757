using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary>
/// Operators of <c>timestamptz</c>, <c>date</c> and <c>interval</c>, and <c>to_timestamp</c>. Days and months are those of UTC. A
/// <c>date</c> plus an interval is a timestamp without zone in Postgres; here it is the <c>timestamptz</c> of that time in UTC.
/// </summary>
public static class TimeArithmetic
{
    private const string IntervalType = "interval";

    // Postgres's TSROUND.
    private const double Resolution = 1_000_000;

    /// <summary>First months, where the day is at most the last of the month, then days, then the time.</summary>
    public static Timestamptz Add(Timestamptz time, Interval interval)
    {
        if (!time.IsFinite)
        {
            return time;
        }

        Int128 result = time.Microseconds;
        if (interval.Months != 0)
        {
            ClockTime clock = ClockTime.Of(time.Microseconds);
            long months = (clock.Year * 12L) + clock.Month - 1 + interval.Months;
            long year = Calendar.FloorDivide(months, 12);
            int month = (int)Calendar.FloorModulo(months, 12) + 1;
            long days = Calendar.ToDays(year, month, Math.Min(clock.Day, Calendar.DaysInMonth(year, month)));
            result = ((Int128)days * Timestamptz.MicrosecondsPerDay) + clock.TimeOfDay;
            CheckRange(result, time, interval);
        }

        result += (Int128)interval.Days * Timestamptz.MicrosecondsPerDay;
        if (interval.Days != 0)
        {
            CheckRange(result, time, interval);
        }

        result += interval.Microseconds;
        CheckRange(result, time, interval);
        return new Timestamptz((long)result);
    }

    public static Timestamptz Subtract(Timestamptz time, Interval interval) => Add(time, Reversed(interval));

    /// <summary>Days and a time.</summary>
    public static Interval Subtract(Timestamptz left, Timestamptz right)
    {
        if (!left.IsFinite || !right.IsFinite)
        {
            throw Fail.Create("22008", "-", "cannot subtract infinite timestamps", left, right);
        }

        long difference = unchecked(left.Microseconds - right.Microseconds);
        if (((left.Microseconds ^ right.Microseconds) & (left.Microseconds ^ difference)) < 0)
        {
            throw Fail.TimeOutOfRange("-", IntervalType, left, right);
        }

        return new Interval(
            0, (int)(difference / Timestamptz.MicrosecondsPerDay), difference % Timestamptz.MicrosecondsPerDay);
    }

    public static Date Add(Date date, int days)
    {
        long result = (long)date.Days + days;
        return !date.IsFinite ? date
            : Date.Holds(result) ? new Date((int)result)
            : throw Fail.TimeOutOfRange("+", "date", date, days);
    }

    public static Date Subtract(Date date, int days)
    {
        long result = (long)date.Days - days;
        return !date.IsFinite ? date
            : Date.Holds(result) ? new Date((int)result)
            : throw Fail.TimeOutOfRange("-", "date", date, days);
    }

    /// <summary>A number of days.</summary>
    public static int Subtract(Date left, Date right)
    {
        if (!left.IsFinite || !right.IsFinite)
        {
            throw Fail.Create("22008", "-", "cannot subtract infinite dates", left, right);
        }

        // Postgres does not check for overflow here; the range of dates does not need it by much.
        return unchecked(left.Days - right.Days);
    }

    public static Timestamptz Add(Date date, Interval interval) => Add(Cast.ToTimestamptz(date), interval);

    public static Timestamptz Subtract(Date date, Interval interval) => Subtract(Cast.ToTimestamptz(date), interval);

    public static Interval Add(Interval left, Interval right)
    {
        long months = (long)left.Months + right.Months;
        long days = (long)left.Days + right.Days;
        Int128 time = (Int128)left.Microseconds + right.Microseconds;
        return months == (int)months && days == (int)days && time == (long)time
            ? new Interval((int)months, (int)days, (long)time)
            : throw Fail.TimeOutOfRange("+", IntervalType, left, right);
    }

    public static Interval Subtract(Interval left, Interval right)
    {
        long months = (long)left.Months - right.Months;
        long days = (long)left.Days - right.Days;
        Int128 time = (Int128)left.Microseconds - right.Microseconds;
        return months == (int)months && days == (int)days && time == (long)time
            ? new Interval((int)months, (int)days, (long)time)
            : throw Fail.TimeOutOfRange("-", IntervalType, left, right);
    }

    public static Interval Negate(Interval value) =>
        value is { Months: not int.MinValue, Days: not int.MinValue, Microseconds: not long.MinValue }
            ? new Interval(-value.Months, -value.Days, -value.Microseconds)
            : throw Fail.TimeOutOfRange("-", IntervalType, value);

    /// <summary>Fractions of months become days of 30 to a month, and fractions of days become time.</summary>
    public static Interval Multiply(Interval value, double factor) =>
        Scale(value, value.Months * factor, value.Days * factor, value.Microseconds * factor, "*", factor);

    public static Interval Divide(Interval value, double divisor) => divisor == 0
        ? throw Fail.DivisionByZero("/", value, divisor)
        : Scale(value, value.Months / divisor, value.Days / divisor, value.Microseconds / divisor, "/", divisor);

    /// <summary>The instant of a number of seconds since 1970-01-01 00:00 UTC, rounded to microseconds.</summary>
    public static Timestamptz ToTimestamp(double seconds)
    {
        const string Name = "to_timestamp";
        if (double.IsNaN(seconds))
        {
            throw Fail.Create("22008", Name, "timestamp cannot be NaN", seconds);
        }

        if (double.IsInfinity(seconds))
        {
            return seconds > 0 ? Timestamptz.Infinity : Timestamptz.NegativeInfinity;
        }

        double microseconds = Math.Round(
            (seconds - (Timestamptz.UnixEpochOffset / Timestamptz.MicrosecondsPerSecond)) * Timestamptz.MicrosecondsPerSecond,
            MidpointRounding.ToEven);
        var result = new Timestamptz(microseconds is > -9.2e18 and < 9.223372036854775e18 ? (long)microseconds : long.MaxValue);
        return result.IsInRange ? result : throw Fail.TimeOutOfRange(Name, "timestamp", seconds);
    }

    private static Interval Scale(Interval value, double months, double days, double time, string function, double factor)
    {
        int wholeMonths = ToInteger(months, value, function, factor);
        int wholeDays = ToInteger(days, value, function, factor);
        double monthDays = Rounded((months - wholeMonths) * 30);
        double seconds = Rounded((days - wholeDays + monthDays - (int)monthDays) * 86_400);
        if (Math.Abs(seconds) >= 86_400)
        {
            wholeDays += (int)(seconds / 86_400);
            seconds -= (int)(seconds / 86_400) * 86_400;
        }

        double microseconds = Math.Round(time + (seconds * Timestamptz.MicrosecondsPerSecond), MidpointRounding.ToEven);
        return microseconds is >= long.MinValue and < -(double)long.MinValue
            ? new Interval(wholeMonths, wholeDays + (int)monthDays, (long)microseconds)
            : throw Fail.TimeOutOfRange(function, IntervalType, value, factor);
    }

    private static int ToInteger(double value, Interval interval, string function, double factor) =>
        value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw Fail.TimeOutOfRange(function, IntervalType, interval, factor);

    private static double Rounded(double value) => Math.Round(value * Resolution, MidpointRounding.ToEven) / Resolution;

    // The lowest field has no positive counterpart; Postgres wraps it around.
    private static Interval Reversed(Interval value) =>
        unchecked(new Interval(-value.Months, -value.Days, -value.Microseconds));

    private static void CheckRange(Int128 microseconds, Timestamptz time, Interval interval)
    {
        if (microseconds != (long)Int128.Clamp(microseconds, long.MinValue, long.MaxValue)
            || !new Timestamptz((long)microseconds).IsInRange)
        {
            throw Fail.TimeOutOfRange("+", "timestamp", time, interval);
        }
    }
}
