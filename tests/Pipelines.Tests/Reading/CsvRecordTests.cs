using System.Text.RegularExpressions;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Runtime.Values;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Reading;

/// <summary>What records of CSV become.</summary>
public sealed class CsvRecordTests
{
    private const string Columns =
        """
        CREATE SOURCE purchases (
            customer text NOT NULL, amount numeric DEFAULT 1 ON EMPTY, rate double precision NULL ON ERROR, note text,
            unused integer, required uuid NOT NULL, at timestamptz NOT NULL, doubled numeric AS (amount * 2),
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        )
        """;

    private const string View =
        """
        CREATE MATERIALIZED VIEW v AS
        SELECT customer, sum(amount) AS a, sum(rate) AS r, max(note) AS n, sum(100 / doubled) AS q FROM purchases
        GROUP BY customer;
        """;

    private const string Sql = $"{Columns} FORMAT PLAIN ENCODE CSV; {View}";

    [Theory]
    [InlineData("c1,19.90,0.5,hi,not read,not read,2023-11-14T22:13:20Z", null)]
    [InlineData("c1,,oops,,,x,1700000000000\r\n", null)]
    [InlineData("\uFEFFc1,,,,,x,\"1700000000000\"\n", null)]
    [InlineData("", "empty the record has no bytes")]
    [InlineData("c1,1", "invalid_csv the record has 2 fields, but 7 are expected")]
    [InlineData("c1,1,1,,,x,1700000000000,", "invalid_csv the record has 8 fields, but 7 are expected")]
    [InlineData("c1,1,1,\"open,,x,1700000000000", "invalid_csv the record has a quoted field that is not closed")]
    [InlineData(
        "c1,1,1,a\"b,,x,1700000000000", "invalid_csv the record has a quote inside of a field that does not start with one")]
    [InlineData(
        "c1,1,1,\"a\"b,,x,1700000000000",
        "invalid_csv the record has characters between the end of a quoted field and the delimiter")]
    [InlineData("c1,1,1,,,x,1700000000000\nc2,1,1,,,x,1700000000000", "invalid_csv the record has a line end outside of quotes")]
    [InlineData("c1,1,1,\0,,x,1700000000000", "invalid_csv the bytes are not text in UTF-8 without the character 0")]
    [InlineData(",1,1,,,x,1700000000000", "missing customer: the field 'customer' is NULL")]
    [InlineData("c1,1,1,,,,1700000000000", "missing required: the field 'required' is NULL")]
    [InlineData("\"\",1,1,,,x,1700000000000", "invalid customer: the key is empty")]
    [InlineData("c1,\"\",1,,,x,1700000000000", "invalid amount: cast to numeric of '': invalid input syntax for type numeric.")]
    [InlineData("c1,much,1,,,x,1700000000000", "invalid amount: cast to numeric of 'much': *")]
    [InlineData("c1,0,1,,,x,1700000000000", "evaluation_failed *division by zero.")]
    [InlineData("c1,1,1,,,x,1700000000", "invalid at: *looks like seconds*")]
    [InlineData("c1,1,1,,,x,2023-11-14T22:13:20", "invalid at: *no offset*")]
    public void A_record_is_read_or_has_a_reason(string record, string? expected)
    {
        string? actual = Compiled.Reader(Sql).Read(record);
        if (expected is null)
        {
            Assert.Null(actual);
            return;
        }

        string pattern = Regex.Escape(expected).Replace(@"\*", ".*", StringComparison.Ordinal);
        Assert.Matches($"^{pattern}$", actual);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_no_CSV()
    {
        Assert.False(Compiled.Reader(Sql).TryRead(
            [.. "c1,1,1,"u8, 0xC3, 0x28, .. ",,x,1700000000000"u8], default, out RecordRejection rejection));
        Assert.Equal("invalid_csv", rejection.Reason);
    }

    [Fact]
    public void A_record_above_the_limit_is_too_large()
    {
        var reader = new RecordReader(Compiled.Pipeline(Sql), EventRules.Default, largestRecord: 20);
        Assert.Equal("too_large 31 bytes are more than the limit of 20", reader.Read("c1,1,1,,,x,2023-11-14T22:13:20Z"));
    }

    [Fact]
    public void Fields_have_the_values_of_their_columns()
    {
        Dictionary<string, object?> values = Read(
            Sql, "c1,19.90,\"-1e2\",\"say \"\"hi\"\",\r\n\"\"\"\"\",,x,\"2023-11-14T22:13:20.5+01:00\"", null);
        Assert.Equal(19.90m, values["amount"]);
        Assert.Equal(-100.0, values["rate"]);
        Assert.Equal("say \"hi\",\r\n\"\"", values["note"]);
        Assert.Equal(Timestamptz.FromUnixMilliseconds(1_699_996_400_500), values["at"]);

        values = Read(Sql, "c1,,oops,\"\",,x,1700000000000", null);
        Assert.Equal(1m, values["amount"]);
        Assert.Null(values["rate"]);
        Assert.Equal("", values["note"]);
        Assert.Null(Read(Sql, "c1,,,,,x,1700000000000", null)["note"]);
    }

    [Theory]
    [InlineData("(delimiter = ';', null = '\\N')", "c1;2;\\N;\\N;\\N;x;1700000000000", null)]
    [InlineData("(delimiter = ';', null = '\\N')", "c1;2;\\N;;\\N;x;1700000000000", "")]
    [InlineData("(delimiter = ';', null = '\\N')", "c1;2;\\N;\"\\N\";\\N;x;1700000000000", "\\N")]
    [InlineData("(header = 'at,note,extra,customer,amount,,rate,required,unused')", "1700000000000,n,e,c1,2,f,,x,", "n")]
    public void Options_change_how_a_record_is_read(string options, string record, string? note)
    {
        Dictionary<string, object?> values = Read(Sql.Replace("CSV", $"CSV {options}", StringComparison.Ordinal), record, null);
        Assert.Equal((2m, note), (values["amount"], values["note"]));
        Assert.Equal(Timestamptz.FromUnixMilliseconds(1_700_000_000_000), values["at"]);
    }

    [Fact]
    public void The_source_may_name_the_fields_of_a_record()
    {
        CompiledPipeline pipeline = Compiled.Pipeline(Sql);
        RecordReader reader = Compiled.Reader(pipeline);
        string[] first = ["at", "other", "required", "customer", "note"];
        string[] second = ["customer", "required", "at"];
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(reader.Read("1700000000000,x,x,c1,n", new RecordMetadata { Fields = first }));
            Assert.Equal("n", Values(reader, pipeline)["note"]);
            Assert.Null(reader.Read("c2,x,1700000000000", new RecordMetadata { Fields = second }));
            Assert.Null(Values(reader, pipeline)["note"]);
            Assert.Equal("c2", reader.Row.Key!.Text);

            // As a record that crossed a network.
            Assert.Null(reader.Read("c3,x,1700000000000", new RecordMetadata { Fields = [.. second] }));
            Assert.Equal("c3", reader.Row.Key!.Text);
            Assert.Null(reader.Read("c1,,,n,,x,1700000000000"));
        }

        Assert.Equal(
            "missing required: the record has no field 'required'",
            reader.Read("c1,1700000000000", new RecordMetadata { Fields = ["customer", "at"] }));
    }

    [Fact]
    public void A_format_of_times_applies()
    {
        const string Seconds =
            """
            CREATE SOURCE s (k text NOT NULL, at timestamptz NOT NULL FORMAT 'epoch_seconds', WATERMARK FOR at AS at)
            FORMAT PLAIN ENCODE CSV;
            CREATE MATERIALIZED VIEW v AS SELECT k, max(at) AS at FROM s GROUP BY k;
            """;
        Assert.Equal(
            Timestamptz.FromUnixMilliseconds(1_700_000_000_250), Read(Seconds, "k,\"1700000000.25\"", null)["at"]);
        Assert.StartsWith(
            "invalid at: ",
            Compiled.Reader(Seconds.Replace("seconds", "millis", StringComparison.Ordinal)).Read("k,2023-11-14T22:13:20Z"),
            StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Read(string sql, string record, IReadOnlyList<string>? fields)
    {
        CompiledPipeline pipeline = Compiled.Pipeline(sql);
        RecordReader reader = Compiled.Reader(pipeline);
        Assert.Null(reader.Read(record, new RecordMetadata { Fields = fields }));
        return Values(reader, pipeline);
    }

    private static Dictionary<string, object?> Values(RecordReader reader, CompiledPipeline pipeline) =>
        pipeline.Columns.ToDictionary(
            entry => entry.Key.Name,
            entry => reader.Row.HasValue(entry.Value) ? KeyText.Read(reader.Row, entry.Value, entry.Key.Type) : null);
}
