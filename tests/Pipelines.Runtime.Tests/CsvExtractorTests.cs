using System.Text;
using Npgsql;
using PathwayOrleans.Pipelines.Runtime.Csv;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Json;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

/// <summary>Compares the fields of CSV with those that COPY of Postgres reads, and their values with its casts.</summary>
public sealed class CsvExtractorTests(PostgresOracle oracle)
{
    private const int Fields = 3;
    private const int Records = 1_000;

    private delegate string Reader(ReadOnlySpan<byte> value, JsonKind kind);

    private static readonly string[] Parts =
    [
        "a", "bc", "ä😀", "7", " ", "\t", ",", ",", ";", ";", "\"", "\"", "\"\"", "\"x\"", "\r", "\n", "\\N", "NULL", "'", "\\",
    ];

    [Theory]
    [InlineData(',', "", 1)]
    [InlineData(';', "NULL", 2)]
    [InlineData('\t', "\\N", 3)]
    public async Task Records_have_the_fields_that_Postgres_reads(char delimiter, string nullText, int seed)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using NpgsqlConnection connection = await database.ConnectAsync();
        await ExecuteAsync(connection, "CREATE TEMP TABLE fields (a text, b text, c text)");
        var extractor = new CsvExtractor((byte)delimiter, Encoding.UTF8.GetBytes(nullText));
        var random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < Records; i++)
        {
            string record = random.Next(2) == 0 ? Written(random, delimiter, nullText) : Damaged(random, delimiter);
            string? actual = Extract(extractor, record);
            string? expected = await CopyAsync(connection, record, delimiter, nullText);
            accepted += actual is null ? 0 : 1;

            // What is rejected may have a meaning for Postgres, which programs do not agree on.
            Assert.True(
                actual == expected || (actual is null && HasQuoteInside(record, delimiter)),
                $"'{record}': Postgres {expected ?? "refuses it"}, here {actual ?? "it is refused"}");
        }

        // Both results must be tested.
        Assert.InRange(accepted, Records / 3, Records * 9 / 10);
    }

    [Fact]
    public async Task Fields_convert_as_Postgres_casts_their_text()
    {
        string[] values =
        [
            "", " 7 ", "1e2", "true", "off", "+5", "007", ".5", "-.5", "5.", ".", "-", "1_000", "0x10", "NaN",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            .. Cases.Numerics, .. Cases.Doubles, .. Cases.Texts, .. Cases.Dates, .. Cases.Generate(5_000, Number),
        ];
        await Check("boolean", (value, kind) => Cast.ToText(JsonScalars.ToBoolean(value, kind)));
        await Check("integer", (value, kind) => Cast.ToText(JsonScalars.ToInteger(value, kind)));
        await Check("bigint", (value, kind) => Cast.ToText(JsonScalars.ToBigint(value, kind)));
        await Check("float8", (value, kind) => Cast.ToText(JsonScalars.ToDouble(value, kind)));
        await Check("real", (value, kind) => Cast.ToText(JsonScalars.ToReal(value, kind)));
        await Check("numeric", (value, kind) => Cast.ToText(JsonScalars.ToNumeric(value, kind)));
        await Check("text", JsonScalars.ToText);
        await Check("uuid", (value, kind) => Cast.ToText(JsonScalars.ToUuid(value, kind)));
        await Check("date", (value, kind) => Cast.ToText(JsonScalars.ToDate(value, kind)));

        Task Check(string type, Reader read) => oracle.CheckAsync(
            $"$1::text::{type}", Cases.Of(values), row => read(Encoding.UTF8.GetBytes(row[0]), JsonKind.Text));
    }

    [Theory]
    [InlineData("2024-02-29T12:34:56.789Z", "2024-02-29 12:34:56.789+00")]
    [InlineData("2024-02-29 12:34:56+02:00", "2024-02-29 10:34:56+00")]
    [InlineData("1700000000000", "2023-11-14 22:13:20+00")]
    [InlineData(" 1.7e12 ", "2023-11-14 22:13:20+00")]
    [InlineData("1700000000", "looks like seconds")]
    [InlineData("20240229", "2001 to 2262")]
    [InlineData("-5", "2001 to 2262")]
    [InlineData("2024-02-29", "no offset")]
    [InlineData("soon", "invalid input syntax")]
    [InlineData("", "invalid input syntax")]
    public void Times_are_ISO_8601_or_milliseconds(string text, string expected)
    {
        string actual;
        try
        {
            actual = JsonScalars.ToTimestamptz(Encoding.UTF8.GetBytes(text), JsonKind.Text, TimeFormat.Any).ToString();
        }
        catch (EvaluationException e)
        {
            actual = e.Message;
        }

        Assert.Contains(expected, actual, StringComparison.Ordinal);
    }

    private static string Number(Random random)
    {
        const string Characters = "0123456789012345678901234567890123456789.-+eE ";
        return string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Characters[random.Next(Characters.Length)]));
    }

    private static string Written(Random random, char delimiter, string nullText) => string.Join(
        delimiter, Enumerable.Range(0, random.Next(20) == 0 ? random.Next(1, 6) : Fields).Select(_ =>
        {
            string content = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Parts[random.Next(Parts.Length)]));
            return random.Next(8) == 0 ? nullText
                : random.Next(3) > 0 && !content.AsSpan().ContainsAny([delimiter, '"', '\r', '\n']) ? content
                : $"\"{content.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }));

    private static string Damaged(Random random, char delimiter) => string.Join(
        delimiter,
        Enumerable.Range(0, Fields).Select(_ =>
            string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Parts[random.Next(Parts.Length)]))));

    // A quote in a field that does not start with one, or characters after a field in quotes.
    private static bool HasQuoteInside(string record, char delimiter)
    {
        bool isQuoted = false;
        for (int i = 0; i < record.Length; i++)
        {
            if (record[i] != '"')
            {
                continue;
            }

            bool isAtEdge = isQuoted
                ? i + 1 == record.Length || record[i + 1] == delimiter || record[i + 1] == '"'
                : i == 0 || record[i - 1] == delimiter || record[i - 1] == '"';
            if (!isAtEdge)
            {
                return true;
            }

            isQuoted = !isQuoted;
        }

        return false;
    }

    private static string? Extract(CsvExtractor extractor, string record)
    {
        var ranges = new JsonRange[Fields];
        return extractor.TryExtract(
            Encoding.UTF8.GetBytes(record), [0, 1, 2], ranges, out ReadOnlySpan<byte> text, out _)
            ? Describe(Text(ranges[0], text), Text(ranges[1], text), Text(ranges[2], text))
            : null;
    }

    private static string? Text(JsonRange range, ReadOnlySpan<byte> text) =>
        range.IsNull ? null : Encoding.UTF8.GetString(range.Of(text));

    private static string Describe(params string?[] fields) =>
        string.Join('|', fields.Select(field => field is null ? "null" : $"<{field}>"));

    private static async Task<string?> CopyAsync(
        NpgsqlConnection connection, string record, char delimiter, string nullText)
    {
        await ExecuteAsync(connection, "TRUNCATE fields");
        try
        {
            await using (TextWriter writer = await connection.BeginTextImportAsync(
                $"COPY fields FROM STDIN (FORMAT csv, DELIMITER '{delimiter}', NULL '{nullText}')"))
            {
                await writer.WriteAsync(record.EndsWith('\n') ? record : record + "\n");
            }
        }
        catch (PostgresException)
        {
            return null;
        }

        await using var query = new NpgsqlCommand("SELECT a, b, c FROM fields", connection);
        await using NpgsqlDataReader reader = await query.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            return null;
        }

        string?[] fields = [.. Enumerable.Range(0, Fields).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))];
        return await reader.ReadAsync() ? null : Describe(fields);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
