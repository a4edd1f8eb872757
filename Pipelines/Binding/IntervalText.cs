using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Reads the text of an interval: numbers with units (<c>1 hour 30 minutes</c>) and times (<c>01:30:00</c>).</summary>
internal static class IntervalText
{
    private const decimal MicrosecondsPerSecond = 1_000_000;
    private const int SecondsPerDay = 86_400;
    private const int DaysPerMonth = 30;

    private static readonly (string[] Names, int Months, int Days, decimal Microseconds)[] Units =
    [
        (["us", "usec", "usecs", "usecond", "useconds", "microsecond", "microseconds"], 0, 0, 1),
        (["ms", "msec", "msecs", "msecond", "mseconds", "millisecond", "milliseconds"], 0, 0, 1_000),
        (["s", "sec", "secs", "second", "seconds"], 0, 0, MicrosecondsPerSecond),
        (["m", "min", "mins", "minute", "minutes"], 0, 0, 60 * MicrosecondsPerSecond),
        (["h", "hr", "hrs", "hour", "hours"], 0, 0, 3_600 * MicrosecondsPerSecond),
        (["d", "day", "days"], 0, 1, 0),
        (["w", "week", "weeks"], 0, 7, 0),
        (["mon", "mons", "month", "months"], 1, 0, 0),
        (["y", "yr", "yrs", "year", "years"], 12, 0, 0),
    ];

    private static readonly TextParser<decimal> Sign =
        Character.EqualTo('-').Value(-1m).Or(Character.EqualTo('+').Value(1m)).OptionalOrDefault(1m);

    private static readonly TextParser<decimal> Unsigned =
        Span.Regex(@"(?:\d{1,12}(?:\.\d{0,9})?|\.\d{1,9})").Select(text => decimal.Parse(
            text.ToStringValue(), System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture));

    private static readonly TextParser<IntervalParts> Clock =
        from sign in Sign
        from hours in Unsigned
        from colon in Character.EqualTo(':')
        from minutes in Unsigned.Where(value => value < 60)
        from seconds in Character.EqualTo(':').IgnoreThen(Unsigned.Where(value => value < 60)).OptionalOrDefault()
        select new IntervalParts(0, 0, sign * ((hours * 3_600) + (minutes * 60) + seconds) * MicrosecondsPerSecond);

    private static readonly TextParser<IntervalParts> Quantity =
        from sign in Sign
        from number in Unsigned
        from space in Character.WhiteSpace.IgnoreMany()
        from unit in Character.Letter.AtLeastOnce().Text().Where(name => Find(name) is not null)
        select Multiply(sign * number, Find(unit)!.Value);

    // A last number without a unit is seconds.
    private static readonly TextParser<IntervalParts> Seconds =
        from sign in Sign
        from number in Unsigned
        from space in Character.WhiteSpace.IgnoreMany()
        from end in Parse.Not(Character.AnyChar)
        select new IntervalParts(0, 0, sign * number * MicrosecondsPerSecond);

    private static readonly TextParser<IntervalParts> Parser =
        from leading in Character.WhiteSpace.IgnoreMany()
        from parts in (
            from part in Clock.Try().Or(Quantity.Try()).Or(Seconds.Try())
            from space in Character.WhiteSpace.IgnoreMany()
            select part).AtLeastOnce()
        from ago in (
            from word in Span.EqualToIgnoreCase("ago")
            from space in Character.WhiteSpace.IgnoreMany()
            select true).OptionalOrDefault()
        select parts.Aggregate((sum, part) => sum + part).Times(ago ? -1 : 1);

    internal static bool TryParse(string text, out PgInterval interval)
    {
        Result<IntervalParts> result = Parser.AtEnd()(new TextSpan(text));
        interval = default;
        return result.HasValue && result.Value.TryRound(out interval);
    }

    private static (string[] Names, int Months, int Days, decimal Microseconds)? Find(string name)
    {
        int index = Array.FindIndex(Units, unit => unit.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
        return index < 0 ? null : Units[index];
    }

    // As in Postgres, a fraction of a month is days of 30 to a month, and one of a day is time; a fraction of a year is months.
    private static IntervalParts Multiply(
        decimal number, (string[] Names, int Months, int Days, decimal Microseconds) unit)
    {
        decimal months = number * unit.Months;
        decimal wholeMonths = unit.Months == 12 ? Math.Round(months) : Math.Truncate(months);
        decimal days = (number * unit.Days) + (unit.Months == 12 ? 0 : (months - wholeMonths) * DaysPerMonth);
        decimal wholeDays = Math.Truncate(days);
        return new IntervalParts(
            wholeMonths, wholeDays, (number * unit.Microseconds) + ((days - wholeDays) * SecondsPerDay * MicrosecondsPerSecond));
    }

    private readonly record struct IntervalParts(decimal Months, decimal Days, decimal Microseconds)
    {
        public static IntervalParts operator +(IntervalParts a, IntervalParts b) =>
            new(a.Months + b.Months, a.Days + b.Days, a.Microseconds + b.Microseconds);

        internal IntervalParts Times(int factor) => new(Months * factor, Days * factor, Microseconds * factor);

        internal bool TryRound(out PgInterval interval)
        {
            bool fits = Math.Abs(Months) <= int.MaxValue && Math.Abs(Days) <= int.MaxValue
                && Math.Abs(Microseconds) <= long.MaxValue - 1;
            interval = fits ? new PgInterval((int)Months, (int)Days, (long)Math.Round(Microseconds)) : default;
            return fits;
        }
    }
}
