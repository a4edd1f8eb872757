using System.Globalization;
using System.Text;
using PathwayOrleans.Pipelines.Runtime.Json;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

/// <summary>Compares the readers of the usual form of records and values with those of every form.</summary>
public sealed class PlainFormTests
{
    private const int Values = 200_000;

    private static readonly string[] Paths = ["$", "$.a", "$.b", "$.a.a", "$.a[1].b", "$.b[0]", "$.\"longer name\"", "$.\"\""];

    [Fact]
    public void Records_are_read_as_by_the_general_reader()
    {
        var extractor = new JsonExtractor([.. Paths.Select(JsonPath.Parse)], depth: 4);
        var ranges = new JsonRange[Paths.Length];
        var expected = new JsonRange[Paths.Length];
        int accepted = 0;
        byte[][] records = [.. Cases.Generate(100_000, random => Damaged(random, Document(random, 4)))];
        foreach (byte[] record in records)
        {
            bool isValid = extractor.TryExtract(record, ranges, out JsonFailure failure);
            Array.Clear(expected);
            bool isExpected = failure.Reason != JsonFailureReason.NotUtf8 && extractor.TryRead(record, expected, 0, out _);
            Assert.True(isValid == isExpected, Encoding.UTF8.GetString(record));
            accepted += isValid ? 1 : 0;
            if (isValid)
            {
                Assert.Equal(expected, ranges);
            }
        }

        // Both results must be tested.
        Assert.InRange(accepted, records.Length / 10, records.Length * 9 / 10);
    }

    [Fact]
    public void Numbers_have_the_values_of_the_general_conversion()
    {
        int plain = 0;
        foreach (string text in Cases.Generate(Values, Number))
        {
            byte[] value = Encoding.UTF8.GetBytes(text);
            if (PlainScalars.TryDouble(value, JsonKind.Number, out double number))
            {
                double expected = FloatText.ParseDouble(text);
                Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(number), text);
                plain++;
            }

            if (PlainScalars.TryNumeric(value, JsonKind.Number, out decimal exact))
            {
                Assert.Equal(decimal.GetBits(NumericText.Parse(text)), decimal.GetBits(exact));
            }

            if (PlainScalars.TryBigint(value, JsonKind.Number, out long integer))
            {
                Assert.Equal(IntegerText.ParseBigint(text), integer);
            }
        }

        Assert.InRange(plain, Values / 4, Values);
    }

    [Fact]
    public void Times_have_the_values_of_the_general_conversion()
    {
        int plain = 0;
        foreach (string text in Cases.Generate(Values, Time))
        {
            if (PlainScalars.TryTimestamptz(Encoding.UTF8.GetBytes($"\"{text}\""), JsonKind.String, out Timestamptz time))
            {
                Assert.Equal(TimestamptzText.ParseWithOffset(text), time);
                plain++;
            }
        }

        Assert.InRange(plain, Values / 4, Values - 1);
    }

    [Theory]
    [InlineData(978_307_199_999, false)]
    [InlineData(978_307_200_000, true)]
    [InlineData(9_246_182_399_999, true)]
    [InlineData(9_246_182_400_000, false)]
    [InlineData(-1, false)]
    public void Milliseconds_are_plain_in_their_range(long milliseconds, bool expected)
    {
        byte[] value = Encoding.UTF8.GetBytes(milliseconds.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(expected, PlainScalars.TryTimestamptz(value, JsonKind.Number, out Timestamptz time));
        Assert.True(!expected || time == Timestamptz.FromUnixMilliseconds(milliseconds));
    }

    private static string Number(Random random)
    {
        string sign = random.Next(3) == 0 ? "-" : "";
        string digits = random.Next(4) == 0 ? "" : Digits(random, random.Next(1, 20)).TrimStart('0');
        string whole = digits.Length > 0 ? digits : "0";
        string fraction = random.Next(2) == 0 ? $".{Digits(random, random.Next(1, 22))}" : "";
        string exponent = random.Next(8) == 0 ? $"e{random.Next(-5, 5)}" : "";
        return (sign + whole + fraction + exponent) is { Length: <= 26 } text && exponent.Length == 0 ? text : sign + whole;
    }

    private static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + (random.Next(3) == 0 ? 0 : random.Next(10)))));

    private static string Time(Random random)
    {
        var text = new StringBuilder();
        int year = random.Next(5) == 0 ? random.Next(1, 9999) : random.Next(1990, 2040);
        int month = random.Next(1, 13);
        int day = random.Next(1, DateTime.DaysInMonth(year, month) + 1);
        text.Append(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");
        text.Append(CultureInfo.InvariantCulture, $"T{random.Next(24):00}:{random.Next(60):00}:{random.Next(60):00}");
        if (random.Next(3) > 0)
        {
            text.Append('.').Append(Digits(random, random.Next(1, 7)));
        }

        text.Append(random.Next(4) == 0 ? "+02:00" : "Z");
        return text.ToString();
    }

    private static string Document(Random random, int depth)
    {
        string[] names = ["a", "b", "c", "longer name", "name of another length", "\\u0061", ""];
        string[] scalars =
        [
            "1", "-2.5e3", "0", "-0.5", "1E+2", "\"x\"", "\"\\u00e4😀\\n\"", "true", "false", "null", "\"\"",
            "\"a text of more than sixteen bytes\"", "\"a text of more than sixteen bytes with \\\"escapes\\\"\"",
        ];
        int kind = depth == 0 ? 9 : random.Next(10);
        string space = random.Next(6) == 0 ? " \t\r\n"[random.Next(4)].ToString() : "";
        int count = random.Next(0, 4);
        return space + kind switch
        {
            < 5 => $"{{{space}{string.Join($",{space}", Enumerable.Range(0, count).Select(_ =>
                $"\"{names[random.Next(names.Length)]}\"{space}:{space}{Document(random, depth - 1)}"))}{space}}}",
            < 8 => $"[{string.Join($"{space},", Enumerable.Range(0, count).Select(_ => Document(random, depth - 1)))}{space}]",
            _ => scalars[random.Next(scalars.Length)],
        };
    }

    private static byte[] Damaged(Random random, string document)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document + " ");
        for (int i = random.Next(3); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] =
                (byte)(random.Next(4) == 0 ? random.Next(128) : "\"{}[],:\\u0d8.eE+-tn"[random.Next(18)]);
        }

        return bytes;
    }
}
