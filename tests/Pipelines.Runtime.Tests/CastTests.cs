using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;
using static PathwayOrleans.Pipelines.Runtime.Functions.Cast;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

public sealed class CastTests(PostgresOracle oracle)
{
    private static readonly string[] NotNumbers =
    [
        "", " ", "-", "+", ".", "1.", ".5", "+.5", "5.", "1e", "1e+", "e5", "1e5", "1E-5", "1e+05", " 7 ", "\t8\n", "7 8", "0x10",
        "1_000",
        "--1", "+-1", "1.2.3", "12a", "a", "٣", "1e400", "-1e400", "1e-400", "1e40", "1e-50", "infinity", "-inf", "+Infinity",
        "nan", "-NaN",
        "007", "-0", "+0", "00.00", "1e0", "0e99999", "0.0000000000000000000000000000", "1.50e1", "123e-5", "9223372036854775808",
        "-9223372036854775809", "2147483648", "99999999999999999999999999", "1e27", "1e28", "12345678901234567890123456789",
        "infinit", "1 e5", "1e 5", "\u00a01", "1e99999999999",
    ];

    private static readonly string[] Times =
    [
        "2024-01-01", "2024-1-5", "2024-01-01 10:11", "2024-01-01T10:11:12Z", "2024-01-01t10:11:12z", "2024-01-01 10:11:12 UTC",
        "2024-01-01 10:11:12.1234564+02", "2024-01-01 10:11:12.1234565+02", "2024-01-01 10:11:12.9999999Z",
        "2024-01-01 10:11:12+02:30",
        "2024-01-01 10:11:12-0330", "2024-01-01 10:11:12+01:02:03", "2024-01-01 24:00:00Z", "2024-01-01 24:00:01Z",
        "2024-01-01 23:59:60Z",
        "2024-01-01 23:59:61Z", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "0000-01-01",
        "2024-01-01 25:00Z",
        "2024-01-01 10:60Z", "", " ", "x", "2024", "2024-01", "2024-01-01 ", " 2024-01-01 10:00:00+00 ", "2024-01-01  10:00",
        "epoch",
        "infinity", "-Infinity", "2024-01-01 10:00:00+15:59", "2024-01-01 10:00:00+16", "2024-01-01 10:00:00+14", "0001-01-01 BC",
        "0044-03-15 10:00:00 BC", "0044-03-15 10:00:00+00 BC", "4713-01-01 BC", "4715-01-01 BC", "294277-01-01",
        "294276-12-31 23:59:59Z",
        "5874897-12-31", "5874898-01-01", "12024-01-01", "999-01-01", "2024-01-01 10:11:12.Z", "2024-01-01 10:11:12.5Z",
        "2024-01-01x",
        "2024-01-01Tx", "2024-01-01 10:11:12+", "2024-01-01 10:11:12 +02", "2024-01-01 1:2:3", "2024-01-01 10:11:60.5Z",
        "2024-01-01 AD",
        "2024-01-01 10:11:12+5", "2024-01-01 10:11:12+1:30", "20240-01-01 00:00:00.000001+00",
    ];

    [Fact]
    public async Task Numbers_convert_to_each_other_as_in_Postgres()
    {
        await Check("integer", "bigint", Cases.Integers, text => ToText(ToBigint(ToInteger(text))));
        await Check("integer", "float8", Cases.Integers, text => ToText(ToDouble(ToInteger(text))));
        await Check("integer", "real", Cases.Integers, text => ToText(ToReal(ToInteger(text))));
        await Check("integer", "numeric", Cases.Integers, text => ToText(ToNumeric(ToInteger(text))));
        await Check("integer", "boolean", Cases.Integers, text => ToText(ToBoolean(ToInteger(text))));
        await Check("bigint", "integer", Cases.Bigints, text => ToText(ToInteger(ToBigint(text))));
        await Check("bigint", "float8", Cases.Bigints, text => ToText(ToDouble(ToBigint(text))));
        await Check("bigint", "real", Cases.Bigints, text => ToText(ToReal(ToBigint(text))));
        await Check("bigint", "numeric", Cases.Bigints, text => ToText(ToNumeric(ToBigint(text))));
        await Check("float8", "integer", Cases.Doubles, text => ToText(ToInteger(ToDouble(text))));
        await Check("float8", "bigint", Cases.Doubles, text => ToText(ToBigint(ToDouble(text))));
        await Check("float8", "real", Cases.Doubles, text => ToText(ToReal(ToDouble(text))));
        await Check("float8", "numeric", Cases.Doubles, text => ToText(ToNumeric(ToDouble(text))));
        await Check("real", "integer", Cases.Reals, text => ToText(ToInteger(ToReal(text))));
        await Check("real", "bigint", Cases.Reals, text => ToText(ToBigint(ToReal(text))));
        await Check("real", "float8", Cases.Reals, text => ToText(ToDouble(ToReal(text))));
        await Check("real", "numeric", Cases.Reals, text => ToText(ToNumeric(ToReal(text))));
        await Check("numeric", "integer", Cases.Numerics, text => ToText(ToInteger(ToNumeric(text))));
        await Check("numeric", "bigint", Cases.Numerics, text => ToText(ToBigint(ToNumeric(text))));
        await Check("numeric", "float8", Cases.Numerics, text => ToText(ToDouble(ToNumeric(text))));
        await Check("numeric", "real", Cases.Numerics, text => ToText(ToReal(ToNumeric(text))));
        await Check("boolean", "integer", ["true", "false"], text => ToText(ToInteger(ToBoolean(text))));
    }

    [Fact]
    public async Task Text_converts_to_numbers_as_in_Postgres()
    {
        string[] mutated = Cases.Generate(2000, random => Mutated(random, Cases.Doubles[random.Next(Cases.Doubles.Count)],
            "0123456789.e-+ "));
        await Check("text", "integer", [.. NotNumbers, .. Cases.Bigints, .. mutated], text => ToText(ToInteger(text)));
        await Check("text", "bigint", [.. NotNumbers, .. Cases.Bigints, .. mutated], text => ToText(ToBigint(text)));
        await Check("text", "numeric", [.. NotNumbers, .. Cases.Numerics, .. mutated], text => ToText(ToNumeric(text)));
        await Check("text", "float8", [.. NotNumbers, .. Cases.Doubles, .. mutated], text => ToText(ToDouble(text)));
        await Check("text", "real", [.. NotNumbers, .. Cases.Reals, .. mutated], text => ToText(ToReal(text)));
    }

    [Fact]
    public async Task Any_double_and_real_has_the_text_of_Postgres()
    {
        await Check("text", "float8",
            Cases.Generate(8000, random => $"{BitConverter.Int64BitsToDouble(random.NextInt64()):R}".Replace("∞", "inf")),
            text => ToText(ToDouble(text)));
        await Check("text", "real",
            Cases.Generate(8000, random => $"{BitConverter.Int32BitsToSingle(random.Next()):R}"), text => ToText(ToReal(text)));
        await Check("text", "float8", Cases.Generate(3000, random => $"{random.Next(1, 100)}e{random.Next(-30, 30)}"),
            text => ToText(ToDouble(text)));
        await Check("text", "real", Cases.Generate(3000, random => $"{random.Next(1, 100)}e{random.Next(-30, 30)}"),
            text => ToText(ToReal(text)));
        await Check("text", "float8", Cases.Generate(3000, random => $"{1L << random.Next(0, 62)}e-{random.Next(0, 24)}"),
            text => ToText(ToDouble(text)));
        await Check("text", "real", Cases.Generate(3000, random => $"{1L << random.Next(0, 62)}e-{random.Next(0, 12)}"),
            text => ToText(ToReal(text)));
    }

    [Fact]
    public async Task Booleans_and_uuids_equal_Postgres()
    {
        string[] words =
        [
            "t", "tr", "tru", "true", "TRUE", "truex", "f", "fa", "false", "y", "ye", "yes", "n", "no", "on", "o", "of", "off",
            "1", "0", "2", "",
            " true ", "\ttrue", "On", "oFF", "yess", "nope", "10", "01", "null",
        ];
        await Check("text", "boolean", words, text => ToText(ToBoolean(text)));
        string[] uuids =
        [
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
            "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
            "a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11",
            "{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111",
            "a0eebc9-99c0b-4ef8-bb6d-6bb9bd380a11", "",
            "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
            " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99--9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc999c0b4ef8bb6d6bb9bd380a11-",
        ];
        await Check("text", "uuid", uuids, text => ToText(ToUuid(text)));
    }

    [Fact]
    public async Task Times_equal_Postgres()
    {
        string[] mutated = Cases.Generate(1500, random =>
            Mutated(random, Cases.Timestamps[random.Next(Cases.Timestamps.Count - 32) + 32], "0123456789:-+. TZ"));
        await Check("text", "timestamptz", [.. Times, .. Cases.Timestamps, .. mutated], text => ToText(ToTimestamptz(text)));
        await Check("text", "date", [.. Times, .. Cases.Dates, .. Cases.Timestamps, .. mutated], text => ToText(ToDate(text)));
        await Check("timestamptz", "date", Cases.Timestamps, text => ToText(ToDate(ToTimestamptz(text))));
        await Check("date", "timestamptz", Cases.Dates, text => ToText(ToTimestamptz(ToDate(text))));
    }

    [Fact]
    public async Task Intervals_equal_Postgres()
    {
        string[] units = ["us", "ms", "s", "sec", "m", "min", "h", "hours", "d", "day", "w", "weeks", "mon", "months", "y",
            "years", "decade",
            "century", "mil"];
        string[] generated = Cases.Generate(3000, random => string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            $"{random.Next(-50, 50)}{(random.Next(3) == 0 ? $".{random.Next(0,
            1000)}" : "")} {units[random.Next(units.Length)]}")));
        await Check("text", "interval", Cases.Intervals, text => ToText(ToInterval(text)));
        await Check("text", "interval", generated, text => ToText(ToInterval(text)));
        await Check("text", "interval",
            ["", " ", "1", "1.5", "-1", "1 day ago", "@ 1 day", "1 parsec", "day", "1 day x", "02:03", "02:03:04", "-02:03:04.5",
                "02:60", "1:2:3",
                "1 day 02:03:04 ago", "2147483647 days", "2147483648 days", "5seconds", "1.5 mons", "0.5 years", "1.25 weeks",
                ".5 day"],
            text => ToText(ToInterval(text)));
    }

    private Task Check(string from, string to, IReadOnlyList<string> values, Func<string, string> evaluate) =>
        oracle.CheckAsync($"$1::{from}::{to}", Cases.Of(values), row => evaluate(row[0]));

    private static string Mutated(Random random, string text, string alphabet)
    {
        int at = random.Next(text.Length + 1);
        char character = alphabet[random.Next(alphabet.Length)];
        return random.Next(3) switch
        {
            0 => text.Insert(at, character.ToString()),
            1 => text.Remove(Math.Min(at, text.Length - 1), 1),
            _ => text.Remove(Math.Min(at, text.Length - 1), 1).Insert(Math.Min(at, text.Length - 1), character.ToString()),
        };
    }
}
