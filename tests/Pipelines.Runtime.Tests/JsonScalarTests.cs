using System.Text;
using System.Text.Json;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Json;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

public sealed class JsonScalarTests(PostgresOracle oracle)
{
    private delegate string Reader(ReadOnlySpan<byte> value, JsonKind kind);

    private static readonly string[] Values =
    [
        "true", "false", "0", "1", "-1", "42", "42.0", "19.90", "1e2", "1.5E-3", "-0", "-0.0", "2147483648",
        "9223372036854775808", "1e400",
        "0.1", "123456789012345678901234567890", "\"\"", "\" 7 \"", "\"19.90\"", "\"true\"", "\"t\"", "\"off\"", "\"NaN\"",
        "\"infinity\"",
        "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\"", "\"\\u00e4\\u20ac\"", "\"\\ud83d\\ude00\"", "\"äöü😀\"",
        "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"",
        "\"2024-02-29\"", "\"\\u0031\\u0032\"", "[1, 2,  3]", "{\"a\": 1}", "\"\\u0000\"", $"\"{new string('x', 500)}\"",
        $"\"{new string('1', 300)}\"",
        .. Cases.Numerics.Where(IsJson), .. Cases.Doubles.Where(IsJson),
        .. Cases.Texts.Select(text => JsonSerializer.Serialize(text)),
        .. Cases.Dates.Select(text => JsonSerializer.Serialize(text)),
        .. Cases.Numerics.Select(text => JsonSerializer.Serialize(text)),
    ];

    [Fact]
    public async Task Scalars_convert_as_Postgres_casts_their_text()
    {
        await Check("boolean", (value, kind) => Cast.ToText(JsonScalars.ToBoolean(value, kind)));
        await Check("integer", (value, kind) => Cast.ToText(JsonScalars.ToInteger(value, kind)));
        await Check("bigint", (value, kind) => Cast.ToText(JsonScalars.ToBigint(value, kind)));
        await Check("float8", (value, kind) => Cast.ToText(JsonScalars.ToDouble(value, kind)));
        await Check("real", (value, kind) => Cast.ToText(JsonScalars.ToReal(value, kind)));
        await Check("numeric", (value, kind) => Cast.ToText(JsonScalars.ToNumeric(value, kind)));
        await Check("text", JsonScalars.ToText);
        await Check("uuid", (value, kind) => Cast.ToText(JsonScalars.ToUuid(value, kind)));
        await Check("date", (value, kind) => Cast.ToText(JsonScalars.ToDate(value, kind)));
    }

    [Theory]
    [InlineData("\"2024-02-29T12:34:56.789Z\"", TimeFormat.Any, "2024-02-29 12:34:56.789+00")]
    [InlineData("\"2024-02-29T12:34:56+02:00\"", TimeFormat.Iso8601, "2024-02-29 10:34:56+00")]
    [InlineData("1700000000000", TimeFormat.Any, "2023-11-14 22:13:20+00")]
    [InlineData("1.7e12", TimeFormat.Any, "2023-11-14 22:13:20+00")]
    [InlineData("1700000000000.25", TimeFormat.Any, "2023-11-14 22:13:20.00025+00")]
    [InlineData("978307200000", TimeFormat.Any, "2001-01-01 00:00:00+00")]
    [InlineData("9246182399999", TimeFormat.Any, "2262-12-31 23:59:59.999+00")]
    [InlineData("1700000000", TimeFormat.EpochSeconds, "2023-11-14 22:13:20+00")]
    [InlineData("\"1700000000.123456\"", TimeFormat.EpochSeconds, "2023-11-14 22:13:20.123456+00")]
    [InlineData("1700000000.1234565", TimeFormat.EpochSeconds, "2023-11-14 22:13:20.123456+00")]
    [InlineData("-1", TimeFormat.EpochSeconds, "1969-12-31 23:59:59+00")]
    [InlineData("5", TimeFormat.EpochMillis, "1970-01-01 00:00:00.005+00")]
    [InlineData("1700000000000001", TimeFormat.EpochMicros, "2023-11-14 22:13:20.000001+00")]
    [InlineData("9224318015999", TimeFormat.EpochSeconds, "294276-12-31 23:59:59+00")]
    public void Times_have_formats(string json, TimeFormat format, string expected) =>
        Assert.Equal(expected, JsonScalars.ToTimestamptz(Encoding.UTF8.GetBytes(json), KindOf(json), format).ToString());

    [Theory]
    [InlineData("1700000000", TimeFormat.Any, "looks like seconds")]
    [InlineData("1700000000000000", TimeFormat.Any, "looks like microseconds")]
    [InlineData("1700000000000000000", TimeFormat.Any, "looks like nanoseconds")]
    [InlineData("978307199999", TimeFormat.Any, "2001 to 2262")]
    [InlineData("9246182400000", TimeFormat.Any, "2001 to 2262")]
    [InlineData("0", TimeFormat.Any, "2001 to 2262")]
    [InlineData("\"1700000000000\"", TimeFormat.Any, "invalid input syntax")]
    [InlineData("\"2024-02-29T12:34:56\"", TimeFormat.Any, "no offset")]
    [InlineData("\"2024-02-29\"", TimeFormat.Iso8601, "no offset")]
    [InlineData("1700000000000", TimeFormat.Iso8601, "invalid input syntax")]
    [InlineData("\"2024-02-29T12:34:56Z\"", TimeFormat.EpochMillis, "invalid input syntax")]
    [InlineData("9224318016000", TimeFormat.EpochSeconds, "out of range")]
    [InlineData("1e25", TimeFormat.EpochSeconds, "out of range")]
    [InlineData("-1e25", TimeFormat.EpochMicros, "out of range")]
    [InlineData("true", TimeFormat.Any, "invalid input syntax")]
    public void Other_times_are_errors(string json, TimeFormat format, string expected) => Assert.Contains(
        expected,
        Assert.Throws<EvaluationException>(() =>
            JsonScalars.ToTimestamptz(Encoding.UTF8.GetBytes(json), KindOf(json), format)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Half_of_a_surrogate_pair_is_an_error() => Assert.Throws<EvaluationException>(() =>
        JsonScalars.ToText("\"\\ud800\""u8, JsonKind.String));

    [Fact]
    public void Numbers_booleans_and_times_allocate_nothing()
    {
        (string Name, Action Convert)[] conversions =
        [
            ("numeric", () => JsonScalars.ToNumeric("19.90"u8, JsonKind.Number)),
            ("escaped numeric", () => JsonScalars.ToNumeric("\"19\\u002e90\""u8, JsonKind.String)),
            ("bigint", () => JsonScalars.ToBigint("1234567"u8, JsonKind.Number)),
            ("double precision", () => JsonScalars.ToDouble("1.25e3"u8, JsonKind.Number)),
            ("boolean", () => JsonScalars.ToBoolean("\"true\""u8, JsonKind.String)),
            ("ISO 8601", () => JsonScalars.ToTimestamptz("\"2024-02-29T12:34:56.789+02:00\""u8, JsonKind.String, TimeFormat.Any)),
            ("milliseconds", () => JsonScalars.ToTimestamptz("1700000000000"u8, JsonKind.Number, TimeFormat.Any)),
            ("seconds", () => JsonScalars.ToTimestamptz("1700000000"u8, JsonKind.Number, TimeFormat.EpochSeconds)),
        ];
        Assert.All(conversions, conversion =>
        {
            long allocated = 0;
            for (int i = 0; i < 100; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                conversion.Convert();
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.True(allocated == 0, $"{conversion.Name}: {allocated} bytes");
        });
    }

    private static bool IsJson(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonKind KindOf(string json) => json[0] switch
    {
        '"' => JsonKind.String,
        't' => JsonKind.True,
        'f' => JsonKind.False,
        '[' => JsonKind.Array,
        '{' => JsonKind.Object,
        _ => JsonKind.Number,
    };

    private Task Check(string type, Reader read) => oracle.CheckAsync(
        $"($1::json #>> '{{}}')::{type}",
        Cases.Of(Values),
        row => read(Encoding.UTF8.GetBytes(row[0]), KindOf(row[0])));
}
