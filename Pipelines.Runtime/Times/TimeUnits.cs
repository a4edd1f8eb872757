using System.Collections.Frozen;

namespace PathwayOrleans.Pipelines.Runtime.Times;

/// <summary>The names of fields, with the abbreviations of Postgres (<c>deltatktbl</c> in datetime.c).</summary>
public static class TimeUnits
{
    private static readonly FrozenDictionary<string, TimeUnit> Names = new (TimeUnit Unit, string Names)[]
    {
        (TimeUnit.Microseconds, "microseconds microsecond microsecon us usec usecs usecond useconds"),
        (TimeUnit.Milliseconds, "milliseconds millisecond millisecon ms msec msecs msecond mseconds"),
        (TimeUnit.Second, "second seconds s sec secs"),
        (TimeUnit.Minute, "minute minutes m min mins"),
        (TimeUnit.Hour, "hour hours h hr hrs"),
        (TimeUnit.Day, "day days d"),
        (TimeUnit.Week, "week weeks w"),
        (TimeUnit.Month, "month months mon mons"),
        (TimeUnit.Quarter, "quarter qtr"),
        (TimeUnit.Year, "year years y yr yrs"),
        (TimeUnit.Decade, "decade decades dec decs"),
        (TimeUnit.Century, "century centuries c cent"),
        (TimeUnit.Millennium, "millennium millennia mil mils"),
        (TimeUnit.DayOfWeek, "dow"),
        (TimeUnit.IsoDayOfWeek, "isodow"),
        (TimeUnit.DayOfYear, "doy"),
        (TimeUnit.IsoYear, "isoyear"),
        (TimeUnit.Julian, "julian jd"),
        (TimeUnit.Epoch, "epoch"),
        (TimeUnit.TimeZone, "timezone"),
        (TimeUnit.TimeZoneHour, "timezone_hour timezone_h"),
        (TimeUnit.TimeZoneMinute, "timezone_minute timezone_m"),
    }.SelectMany(line => line.Names.Split(' ').Select(name => (name, line.Unit)))
        .ToFrozenDictionary(pair => pair.name, pair => pair.Unit, StringComparer.OrdinalIgnoreCase);

    /// <summary>The field of a name, in any case.</summary>
    public static bool TryParse(string name, out TimeUnit unit) => Names.TryGetValue(name, out unit);

    /// <summary>The field of a name, in any case.</summary>
    /// <exception cref="EvaluationException">No field has the name.</exception>
    public static TimeUnit Parse(string name) => TryParse(name, out TimeUnit unit)
        ? unit
        : throw Fail.Argument("date_part", "the unit is not recognized", name);

    internal static bool TryParse(ReadOnlySpan<char> name, out TimeUnit unit) =>
        Names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out unit);

    /// <summary>Postgres's name of a field.</summary>
    internal static string NameOf(TimeUnit unit) => unit switch
    {
        TimeUnit.DayOfWeek => "dow",
        TimeUnit.IsoDayOfWeek => "isodow",
        TimeUnit.DayOfYear => "doy",
        TimeUnit.TimeZoneHour => "timezone_hour",
        TimeUnit.TimeZoneMinute => "timezone_minute",
        _ => unit.ToString().ToLowerInvariant(),
    };

    /// <summary>A field that a type does not have.</summary>
    internal static EvaluationException Unsupported(string function, TimeUnit unit, string type) => Fail.Create(
        "0A000",
        function,
        $"unit \"{NameOf(unit)}\" is not supported for type {type}",
        NameOf(unit));
}
