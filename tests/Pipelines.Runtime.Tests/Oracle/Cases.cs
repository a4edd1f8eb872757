using System.Globalization;
using System.Text;

namespace PathwayOrleans.Pipelines.Runtime.Tests.Oracle;

/// <summary>
/// Arguments as text: edge cases and generated values of each type. A seed is fixed, so that a failure can be repeated.
/// </summary>
internal static class Cases
{
    private const int Seed = 20;

    internal static IReadOnlyList<string> Integers { get; } =
    [
        "0", "1", "-1", "2", "-2", "3", "7", "-7", "10", "46340", "46341", "-46341", "65536", "2147483647", "-2147483648",
        "2147483646", "-2147483647", "1000000007", .. Generate(30, random => Text(random.Next(int.MinValue, int.MaxValue))),
        .. Generate(20, random => Text(random.Next(-1000, 1000))),
    ];

    internal static IReadOnlyList<string> Bigints { get; } =
    [
        .. Integers, "9223372036854775807", "-9223372036854775808", "9223372036854775806", "3037000499", "3037000500",
        "9007199254740993", "4611686018427387904", .. Generate(30, random => Text(random.NextInt64(long.MinValue,
        long.MaxValue))),
    ];

    internal static IReadOnlyList<string> Doubles { get; } =
    [
        "0", "-0", "1", "-1", "0.5", "-0.5", "1.5", "2.5", "-2.5", "3.5", "0.1", "0.3", "0.30000000000000004", "1e23", "1e15",
        "1e14",
        "999999999999999", "1e-4", "1e-5", "0.00012345", "123456789012345680", "5e-324", "2.2250738585072014e-308", "1e308",
        "1.7976931348623157e+308", "-1.7976931348623157e+308", "NaN", "Infinity", "-Infinity", "2147483647.5", "2147483646.5",
        "-2147483648.5", "9223372036854775807", "9.5e18", "1e-200", "3.4028235e+38", "3.5e38", "1e-46", "9007199254740993",
        .. Generate(60, random => BitConverter.Int64BitsToDouble(random.NextInt64()).ToString("R", CultureInfo.InvariantCulture))
            .Where(text => text != "NaN"),
        .. Generate(40, random => Text(Math.Round((random.NextDouble() - 0.5) * 2000, random.Next(0, 6)))),
    ];

    internal static IReadOnlyList<string> Reals { get; } =
    [
        "0", "-0", "1", "-1", "0.5", "1.5", "2.5", "0.1", "1e6", "999999", "123456.7", "1e-4", "1e-5", "3.4028235e+38",
        "-3.4028235e+38",
        "1e-45", "1.1754944e-38", "1e20", "1e-20", "NaN", "Infinity", "-Infinity", "16777217", "2147483648", "8388608.5",
        .. Generate(60, random => BitConverter.Int32BitsToSingle(random.Next()).ToString("R", CultureInfo.InvariantCulture))
            .Where(text => text != "NaN"),
        .. Generate(30, random => Text(Math.Round((random.NextDouble() - 0.5) * 2000, random.Next(0, 4)))),
    ];

    internal static IReadOnlyList<string> Numerics { get; } =
    [
        "0", "0.00", "-0", "1", "-1", "1.0", "1.00", "0.5", "-0.5", "1.5", "2.5", "-2.5", "0.05", "0.005", "2.345", "-2.345",
        "19.90",
        "100", "1e2", "10000", "9999", "10001", "0.0001", "0.00001", "123456789.123456789", "9999999999999999999999999999",
        "-9999999999999999999999999999", "0.0000000000000000000000000001", "0.9999999999999999999999999999", "0.9", "1.1",
        "0.99999",
        "1.00001", "12345678901234567890.12345678", "99999999999999.99999999999999", "2147483647.5", "-2147483648.4",
        "2147483647.4",
        "9223372036854775807.4", "9223372036854775807.5", "3.14159265358979", "2.718281828459045", "1234.5678", "0.3333",
        .. Generate(40, random => Text(Math.Round((decimal)((random.NextDouble() - 0.5) * 20000), random.Next(0, 8)))),
        .. Generate(30, random => Digits(random, random.Next(1, 28), random.Next(0, 12))),
    ];

    internal static IReadOnlyList<string> Texts { get; } =
    [
        "", " ", "a", "A", "abc", "ABC", "aBcDe", "  spaced  ", "\t tab \n", "a,b,c", ",", ",,", "a,,b", "aaa", "aa", "äöü",
        "ÄÖÜ", "ß", "ẞ",
        "straße", "ÇA", "ñandú", "Ελλάδα", "ΣΊΣΥΦΟΣ", "Привет", "日本語", "𝒳𐐀𐐨", "😀", "a😀b", "😀😀", "İI", "ıi", "ſ", "é", "e\u0301",
        "\uE000",
        "100%", "50_50", @"back\slash", @"\", "%", "_", "O'Reilly", "\"quoted\"", "null", "ǅ", "ﬁ", "ά", "ᾼ", "ꭰ", "Ⰰ",
        .. Generate(60, random => RandomText(random, "ab,% _äÄ😀")),
    ];

    internal static IReadOnlyList<string> Timestamps { get; } =
    [
        "1970-01-01 00:00:00+00", "2000-01-01 00:00:00+00", "1999-12-31 23:59:59.999999+00", "2024-02-29 12:34:56.789012+00",
        "2023-02-28 23:59:59.5+00", "1900-02-28 00:00:00+00", "2100-02-28 13:00:00+00", "0001-01-01 00:00:00+00",
        "0044-03-15 10:00:00+00 BC", "0001-12-31 23:59:59.999999+00 BC", "4713-01-02 00:00:00+00 BC",
        "294276-12-31 23:59:59.999999+00",
        "9999-12-31 23:59:59.999999+00", "10000-01-01 00:00:00+00", "2024-03-31 00:59:59+00", "2024-03-31 01:00:00+00",
        "2024-10-27 00:30:00+00", "2024-10-27 01:30:00+00", "2024-03-10 07:30:00+00", "2024-11-03 05:30:00+00",
        "2024-11-03 06:30:00+00",
        "2020-12-31 12:00:00+00", "2021-01-03 12:00:00+00", "2016-01-01 00:00:00+00", "1969-12-31 23:59:59.000001+00",
        "2038-01-19 03:14:08+00", "2400-02-29 00:00:00+00", "2001-01-01 00:00:00+00", "1901-01-01 00:00:00+00", "infinity",
        "-infinity",
        .. Generate(120, random => Time(random, 1950, 2090)), .. Generate(20, random => Time(random, 2, 9900)),
    ];

    internal static IReadOnlyList<string> Dates { get; } =
    [
        "1970-01-01", "2000-01-01", "2024-02-29", "2023-02-28", "1900-02-28", "0001-01-01", "0044-03-15 BC", "4713-01-02 BC",
        "5874897-12-31", "294276-12-31", "294277-01-01", "9999-12-31", "2020-12-31", "2021-01-03", "infinity", "-infinity",
        .. Generate(60, random => Time(random, 1900, 2100)[..10]),
    ];

    internal static IReadOnlyList<string> Intervals { get; } =
    [
        "0", "1 day", "-1 day", "1 month", "30 days", "-1 month", "1 year", "13 months", "24 hours", "25:00:00",
        "00:00:00.000001",
        "-00:00:01", "1 mon -1 day", "-1 mon +1 day", "1 day -01:02:03.5", "100 years", "5 seconds", "1.5 hours", "2 weeks",
        "-1 year -2 mons +3 days -04:05:06.789", "178000000 years", "31 days", "-2147483648 days", "1 mon 15 days 12:00:00",
        .. Generate(40,
        random => $"{random.Next(-40, 40)} mons {random.Next(-400, 400)} days {random.Next(-100000, 100000)} seconds"),
        .. Generate(20,
        random => $"{random.Next(0, 9)} days {random.Next(0, 24)}:{random.Next(0, 60):00}:{random.Next(0, 60):00}"),
    ];

    /// <summary>One column.</summary>
    internal static IReadOnlyList<string?[]> Of(IEnumerable<string> values) =>
        [.. values.Select(value => new string?[] { value })];

    /// <summary>All combinations, or so many of them by chance.</summary>
    internal static IReadOnlyList<string?[]> Of(IReadOnlyList<string> first, IReadOnlyList<string> second, int most = 4000) =>
        (long)first.Count * second.Count <= most
            ? [.. from a in first from b in second select new string?[] { a, b }]
            : Generate(most, random => new string?[] { Pick(random, first), Pick(random, second) });

    /// <summary>Combinations by chance.</summary>
    internal static IReadOnlyList<string?[]> Of(
        IReadOnlyList<string> first, IReadOnlyList<string> second, IReadOnlyList<string> third, int most = 4000) =>
        Generate(most, random => new string?[] { Pick(random, first), Pick(random, second), Pick(random, third) });

    internal static T[] Generate<T>(int count, Func<Random, T> create)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(_ => create(random))];
    }

    internal static string RandomText(Random random, string alphabet)
    {
        Rune[] runes = [.. alphabet.EnumerateRunes()];
        return string.Concat(Enumerable.Range(0, random.Next(0, 12)).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }

    private static string Pick(Random random, IReadOnlyList<string> values) => values[random.Next(values.Count)];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Digits(Random random, int count, int scale)
    {
        string digits = string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(10))).PadLeft(scale + 1, '0');
        string sign = random.Next(2) == 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static string Time(Random random, int from, int to) =>
        new DateTime(random.Next(from, to), 1, 1).AddTicks(random.NextInt64(366 * TimeSpan.TicksPerDay) / 10 * 10)
            .ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture);
}
