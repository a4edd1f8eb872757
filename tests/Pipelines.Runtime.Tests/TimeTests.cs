using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;
using PathwayOrleans.Pipelines.Runtime.Times;
using static PathwayOrleans.Pipelines.Runtime.Functions.Cast;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

public sealed class TimeTests(PostgresOracle oracle)
{
    private static readonly string[] Units = [.. Enum.GetValues<TimeUnit>().Select(TimeUnits.NameOf)];

    private static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia"];

    private static readonly string[] Factors = ["0", "1", "-1", "0.5", "1.5", "2", "0.1", "-0.3", "1e9", "1e-7", "NaN",
        "Infinity", "7", "0.333"];

    [Fact]
    public async Task Names_of_units_equal_Postgres()
    {
        string[] names = ["us", "usec", "ms", "msec", "s", "sec", "secs", "m", "min", "h", "hrs", "d", "w", "mon", "mons", "qtr",
            "y", "yrs",
            "dec", "decs", "c", "cent", "mil", "mils", "HOURS", "Day", "x", "", "jd", "useconds", "mseconds", "usecs", "usecond",
            "msecond",
            "millisecond", "microsecond"];
        await oracle.CheckAsync("date_part($1, $2::timestamptz)", Cases.Of(names, ["2024-02-29 12:34:56.789012+00"]),
            row => ToText(TimeParts.DatePart(TimeUnits.Parse(row[0]), ToTimestamptz(row[1]))!.Value));
    }

    [Fact]
    public async Task Parts_of_times_equal_Postgres()
    {
        foreach (string unit in Units)
        {
            TimeUnit parsed = TimeUnits.Parse(unit);
            await oracle.CheckAsync($"extract({unit} from $1::timestamptz)", Cases.Of(Cases.Timestamps),
                row => Text(TimeParts.Extract(parsed, ToTimestamptz(row[0]))));
            await oracle.CheckAsync($"date_part('{unit}', $1::timestamptz)", Cases.Of(Cases.Timestamps),
                row => Text(TimeParts.DatePart(parsed, ToTimestamptz(row[0]))));
            await oracle.CheckAsync($"extract({unit} from $1::date)", Cases.Of(Cases.Dates),
                row => Text(TimeParts.Extract(parsed, ToDate(row[0]))));
            await oracle.CheckAsync($"date_part('{unit}', $1::date)", Cases.Of(Cases.Dates),
                row => Text(TimeParts.DatePart(parsed, ToDate(row[0]))));
            await oracle.CheckAsync($"extract({unit} from $1::interval)", Cases.Of(Cases.Intervals),
                row => ToText(TimeParts.Extract(parsed, ToInterval(row[0]))));
            await oracle.CheckAsync($"date_part('{unit}', $1::interval)", Cases.Of(Cases.Intervals),
                row => ToText(TimeParts.DatePart(parsed, ToInterval(row[0]))));
        }
    }

    [Fact]
    public async Task Truncation_equals_Postgres()
    {
        await oracle.CheckAsync("date_trunc($1, $2::timestamptz)", Cases.Of(Units, Cases.Timestamps, 5000),
            row => ToText(TimeTruncation.Truncate(TimeUnits.Parse(row[0]), ToTimestamptz(row[1]))));
        await oracle.CheckAsync("date_trunc($1, $2::interval)", Cases.Of(Units, Cases.Intervals),
            row => ToText(TimeTruncation.Truncate(TimeUnits.Parse(row[0]), ToInterval(row[1]))));
    }

    [Fact]
    public async Task Truncation_in_a_zone_equals_Postgres()
    {
        // The hours around changes of the clock, and all times of the cases since 1950.
        string[] changes = [.. Enumerable.Range(0, 24 * 14).SelectMany(hour => new[] { "2024-03-26", "2024-10-22", "2024-03-06",
            "2024-10-30",
            "2011-12-26", "2018-02-14", "2018-10-30", "2024-04-01", "2024-09-29" }.Select(day =>
                $"{DateTime.Parse(day, null).AddMinutes(hour * 30):yyyy-MM-dd HH:mm:ss}+00"))];
        string[] recent = [.. Cases.Timestamps.Where(text =>
            string.CompareOrdinal(text, "1950") > 0 && !text.Contains("BC") && text.IndexOf('-') == 4 || text.Contains("inf"))];
        foreach (string[] times in new[] { changes, recent })
        {
            await oracle.CheckAsync("date_trunc($1, $2::timestamptz, $3)", Cases.Of(Units, times, Zones, 8000),
                row => ToText(TimeTruncation.Truncate(TimeUnits.Parse(row[0]), ToTimestamptz(row[1]), ZoneRules.Find(row[2]))));
        }
    }

    [Fact]
    public async Task Operators_of_times_equal_Postgres()
    {
        IReadOnlyList<string?[]> moves = Cases.Of(Cases.Timestamps, Cases.Intervals, 8000);
        await oracle.CheckAsync("$1::timestamptz + $2::interval", moves,
            row => ToText(TimeArithmetic.Add(ToTimestamptz(row[0]), ToInterval(row[1]))));
        await oracle.CheckAsync("$1::timestamptz - $2::interval", moves,
            row => ToText(TimeArithmetic.Subtract(ToTimestamptz(row[0]), ToInterval(row[1]))));
        await oracle.CheckAsync("$1::timestamptz - $2::timestamptz", Cases.Of(Cases.Timestamps, Cases.Timestamps),
            row => ToText(TimeArithmetic.Subtract(ToTimestamptz(row[0]), ToTimestamptz(row[1]))));
        await oracle.CheckAsync("to_timestamp($1::float8)", Cases.Of([.. Cases.Doubles, "1700000000.123456", "-1.5",
            "9224318015999", "1e12",
            "9224318016000", "-210866803200", "-210866803201", "1700000000.1234565", "0.0000005", "1e13", "9.3e12"]),
            row => ToText(TimeArithmetic.ToTimestamp(ToDouble(row[0]))));
    }

    [Fact]
    public async Task Operators_of_dates_equal_Postgres()
    {
        string[] days = ["0", "1", "-1", "365", "2147483647", "-2147483648", "1000000"];
        await oracle.CheckAsync("$1::date + $2::integer", Cases.Of(Cases.Dates, days),
            row => ToText(TimeArithmetic.Add(ToDate(row[0]), ToInteger(row[1]))));
        await oracle.CheckAsync("$1::date - $2::integer", Cases.Of(Cases.Dates, days),
            row => ToText(TimeArithmetic.Subtract(ToDate(row[0]), ToInteger(row[1]))));
        await oracle.CheckAsync("$1::date - $2::date", Cases.Of(Cases.Dates, Cases.Dates),
            row => ToText(TimeArithmetic.Subtract(ToDate(row[0]), ToDate(row[1]))));
        await oracle.CheckAsync("($1::date + $2::interval)::timestamptz", Cases.Of(Cases.Dates, Cases.Intervals),
            row => ToText(TimeArithmetic.Add(ToDate(row[0]), ToInterval(row[1]))));
        await oracle.CheckAsync("($1::date - $2::interval)::timestamptz", Cases.Of(Cases.Dates, Cases.Intervals),
            row => ToText(TimeArithmetic.Subtract(ToDate(row[0]), ToInterval(row[1]))));
    }

    [Fact]
    public async Task Operators_of_intervals_equal_Postgres()
    {
        IReadOnlyList<string?[]> pairs = Cases.Of(Cases.Intervals, Cases.Intervals, 4000);
        await oracle.CheckAsync("$1::interval + $2::interval", pairs,
            row => ToText(TimeArithmetic.Add(ToInterval(row[0]), ToInterval(row[1]))));
        await oracle.CheckAsync("$1::interval - $2::interval", pairs,
            row => ToText(TimeArithmetic.Subtract(ToInterval(row[0]), ToInterval(row[1]))));
        await oracle.CheckAsync("-($1::interval)", Cases.Of(Cases.Intervals),
            row => ToText(TimeArithmetic.Negate(ToInterval(row[0]))));
        IReadOnlyList<string?[]> scaled = Cases.Of(Cases.Intervals, Factors);
        await oracle.CheckAsync("$1::interval * $2::float8", scaled,
            row => ToText(TimeArithmetic.Multiply(ToInterval(row[0]), ToDouble(row[1]))));
        await oracle.CheckAsync("$1::interval / $2::float8", scaled,
            row => ToText(TimeArithmetic.Divide(ToInterval(row[0]), ToDouble(row[1]))));
    }

    private static string? Text(decimal? value) => value is { } number ? ToText(number) : null;

    private static string? Text(double? value) => value is { } number ? ToText(number) : null;
}
