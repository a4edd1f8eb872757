using System.Text;
using System.Text.RegularExpressions;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Pipelines.Runtime.Values;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Reading;

public sealed class RecordReaderTests
{
    private const string Sql =
        """
        CREATE SOURCE purchases (
            customer text PATH '$.customer.id' NOT NULL,
            event    text NOT NULL,
            amount   numeric DEFAULT 1 ON EMPTY,
            rate     double precision NULL ON ERROR,
            unused   integer,
            required uuid NOT NULL,
            at       timestamptz PATH '$.ts' NOT NULL,
            seen     timestamptz FORMAT 'epoch_seconds',
            quotient numeric AS (100 / amount),
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        ) INCLUDE partition AS part, offset AS off, key AS message_key, header 'trace' AS trace, timestamp AS stored;
        CREATE MATERIALIZED VIEW v AS
        SELECT customer, sum(amount) AS a, sum(rate) AS r, max(seen) AS s, max(part) AS p, max(off) AS o, max(message_key) AS k,
            max(trace) AS t, max(stored) AS st, count(*) AS c
        FROM purchases WHERE event = 'purchase' GROUP BY customer;
        CREATE MATERIALIZED VIEW w AS SELECT customer, sum(quotient) AS q FROM purchases WHERE event = 'ratio' GROUP BY customer;
        """;

    private const string Good =
        """{"customer":{"id":"c1"},"event":"purchase","required":"","ts":1700000000000""";

    [Theory]
    [InlineData(""" {"customer":{"id":"c1"},"event":"x","required":"not read","ts":"2024-01-31T12:00:00Z","amount":1} """, null)]
    [InlineData(Good + ""","amount":"19.90","rate":"oops","unused":"not read"}""", null)]
    [InlineData(Good + "}", null)]
    [InlineData("", "empty the record has no bytes")]
    [InlineData("nonsense", "invalid_json *")]
    [InlineData(Good, "invalid_json *")]
    [InlineData(Good + "} {}", "invalid_json *")]
    [InlineData("[1]", "missing customer: the message has no value at $.\"customer\".\"id\"")]
    [InlineData("""{"customer":{"id":null}}""", "missing customer: the message has no value at $.\"customer\".\"id\" but null")]
    [InlineData("""{"customer":{"id":"c"},"event":"e","ts":1}""", "missing required: *")]
    [InlineData("""{"customer":{"id":"c"},"event":"e","required":1,"ts":1700000000}""", "invalid at: *looks like seconds*")]
    [InlineData(
        """{"customer":{"id":"c"},"event":"e","required":1,"ts":"1969-12-31T23:59:59Z"}""",
        "invalid at: the event time 1969-12-31 23:59:59+00 is before 1970")]
    [InlineData(Good + ""","amount":"a"}""", "invalid amount: cast to numeric of 'a': invalid input syntax for type numeric.")]
    [InlineData(Good + ""","amount":0}""", "evaluation_failed (CAST(100 AS numeric) / amount): / of 100, 0: division by zero.")]
    [InlineData(
        """{"customer":{"id":""},"event":"e","required":1,"ts":1700000000000}""", "invalid customer: the key is empty")]
    public void A_record_is_read_or_has_a_reason(string json, string? expected)
    {
        string? actual = Compiled.Reader(Sql).Read(json.Trim());
        if (expected is null)
        {
            Assert.Null(actual);
            return;
        }

        string pattern = Regex.Escape(expected).Replace(@"\*", ".*", StringComparison.Ordinal);
        Assert.Matches($"^{pattern}$", actual);
    }

    [Fact]
    public void Every_kind_of_column_has_its_value()
    {
        CompiledPipeline pipeline = Compiled.Pipeline(Sql);
        RecordReader reader = Compiled.Reader(pipeline);
        var metadata = new RecordMetadata
        {
            Timestamp = 1_700_000_000_123,
            Partition = 7,
            Offset = 42,
            HasKey = true,
            Key = "k"u8,
            Headers = new Headers(("trace", "t1"u8.ToArray())),
        };
        Assert.Null(reader.Read(
            Good + ""","amount":1.50,"rate":0.1,"seen":1700000000.5}""", metadata));
        Assert.Equal("c1", reader.Row.Key!.Text);
        Assert.Equal(1_700_000_000_000_000, reader.Row.EventTime);
        Dictionary<string, object?> values = Values(reader, pipeline);
        Assert.Equal(1.50m, values["amount"]);
        Assert.Equal(0.1, values["rate"]);
        Assert.Equal(66.6666666666666667m, values["quotient"]);
        Assert.Equal(Timestamptz.FromUnixMicroseconds(1_700_000_000_500_000), values["seen"]);
        Assert.Equal(7, values["part"]);
        Assert.Equal(42L, values["off"]);
        Assert.Equal("k", values["message_key"]);
        Assert.Equal("t1", values["trace"]);
        Assert.Equal(Timestamptz.FromUnixMilliseconds(1_700_000_000_123), values["stored"]);
    }

    [Fact]
    public void What_is_absent_has_its_default_or_is_NULL()
    {
        const string sql = """
            CREATE SOURCE s (k text NOT NULL, a numeric DEFAULT 1.5 ON EMPTY, b integer DEFAULT 3 ON EMPTY, c text,
                d integer NULL ON ERROR, ts bigint NOT NULL, WATERMARK FOR ts AS ts)
                INCLUDE key AS message_key, header 'h' AS h;
            CREATE MATERIALIZED VIEW v AS SELECT k, sum(a) AS a, sum(b) AS b, max(c) AS c, sum(d) AS d, max(message_key) AS m,
                max(h) AS h FROM s GROUP BY k
            """;
        CompiledPipeline pipeline = Compiled.Pipeline(sql);
        RecordReader reader = Compiled.Reader(pipeline);
        Assert.Null(reader.Read("""{"k":"x","b":null,"d":"one","ts":1700000000000}"""));
        Dictionary<string, object?> values = Values(reader, pipeline);
        Assert.Equal(1.5m, values["a"]);
        Assert.Equal(3, values["b"]);
        Assert.Null(values["c"]);
        Assert.Null(values["d"]);
        Assert.Null(values["message_key"]);
        Assert.Null(values["h"]);

        // What an earlier record had is forgotten.
        Assert.Null(reader.Read("""{"k":"x","a":2,"c":"text","d":5,"ts":1700000000000}"""));
        Assert.Equal("text", Values(reader, pipeline)["c"]);
        Assert.Null(reader.Read("""{"k":"x","ts":1700000000000}"""));
        Assert.Null(Values(reader, pipeline)["c"]);
        Assert.Equal(1.5m, Values(reader, pipeline)["a"]);
    }

    [Theory]
    [InlineData("""{"a":1.50,"b":"x","ts":1700000000000}""", """["1.5","x"]""")]
    [InlineData("""{"a":1.5,"b":"x","ts":1700000000000}""", """["1.5","x"]""")]
    [InlineData("""{"a":-0.0,"b":"ü\"","ts":1700000000000}""", """["0","ü\""]""")]
    public void Equal_keys_of_several_columns_have_one_text(string json, string expected)
    {
        CompiledPipeline pipeline = Compiled.Pipeline(
            """
            CREATE SOURCE s (a numeric, b text, ts bigint NOT NULL, WATERMARK FOR ts AS ts);
            CREATE MATERIALIZED VIEW v AS SELECT a, b, count(*) AS c FROM s GROUP BY a, b
            """);
        RecordReader reader = Compiled.Reader(pipeline);
        Assert.Null(reader.Read(json));
        PipelineKey key = reader.Row.Key!;
        Assert.Equal(expected, key.Text);
        Assert.Equal(key.Values, KeyText.Parse(expected, pipeline.Definition.KeyColumns).Values);
        Assert.Null(reader.Read(json));
        Assert.Same(key, reader.Row.Key);
        Assert.Equal("missing b: the key column is NULL", reader.Read("""{"a":1,"ts":1700000000000}"""));
    }

    [Theory]
    [InlineData("numeric", "1.50", "1.5", "1.500", "1.5")]
    [InlineData("numeric", "100", "1e2", "100.00", "100")]
    [InlineData("double precision", "-0.0", "0", "-0", "0")]
    [InlineData("double precision", "1.50", "1.5", "15e-1", "1.5")]
    [InlineData("double precision", "\"NaN\"", "\"nan\"", "NaN", "NaN")]
    [InlineData("real", "-0", "0.0", "-0.0", "0")]
    public void Equal_numbers_are_one_key_with_one_row(string type, string first, string second, string typed, string expected)
    {
        CompiledPipeline pipeline = Compiled.Pipeline(
            $"""
            CREATE SOURCE s (a {type}, ts bigint NOT NULL, WATERMARK FOR ts AS ts);
            CREATE MATERIALIZED VIEW v AS SELECT a, count(*) AS c FROM s GROUP BY a
            """);
        RecordReader reader = Compiled.Reader(pipeline);
        Assert.Null(reader.Read($$"""{"a":{{first}},"ts":1700000000000}"""));
        PipelineKey key = reader.Row.Key!;
        Assert.Null(reader.Read($$"""{"a":{{second}},"ts":1700000000000}"""));
        Assert.Same(key, reader.Row.Key);
        Assert.Equal(expected, key.Text);
        Assert.Equal(expected, KeyText.Parse(typed, pipeline.Definition.KeyColumns).Text);
        var runner = new PipelineRunner(pipeline);
        foreach ((string json, int i) in new[] { first, second }.Select((json, i) => (json, i)))
        {
            byte[] record = Encoding.UTF8.GetBytes($$"""{"a":{{json}},"ts":1700000000000}""");
            runner.Process(SourcePartition.Of("keys", 0), Position.FromOffset(i), record, default);
        }

        runner.Flush();
        ViewRow row = Assert.Single(runner.Tables[0].Rows);
        Assert.Equal([expected, "2"], row.Values.Select(value => ViewTable.TextOf(value!)));
    }

    // The row of an index in Postgres has at most 2,704 bytes.
    [Fact]
    public void A_key_of_several_columns_has_512_characters_and_fits_into_an_index()
    {
        RecordReader reader = Compiled.Reader(
            """
            CREATE SOURCE s (a text, b text, ts bigint NOT NULL, WATERMARK FOR ts AS ts);
            CREATE MATERIALIZED VIEW v AS SELECT a, b, count(*) AS c FROM s GROUP BY a, b
            """);
        for (int length = 240; length < 270; length++)
        {
            string text = new('€', length);
            string? error = reader.Read($$"""{"a":"{{text}}","b":"{{text}}","ts":1700000000000}""");
            bool fits = length <= (KeyPool.LongestKey - "[\"\",\"\"]".Length) / 2;
            Assert.Equal(fits ? null : "invalid a, b: the key has more than 512 characters", error);
            Assert.True(!fits || reader.Row.Key!.Values.Sum(value => Encoding.UTF8.GetByteCount((string)value)) < 2_500);
        }
    }

    [Fact]
    public void A_key_has_at_most_512_characters()
    {
        RecordReader reader = Compiled.Reader(BuiltInPipeline.Sql);
        string key = string.Concat(Enumerable.Repeat("😀", KeyPool.LongestKey));
        Assert.Null(reader.Read($$"""{"user_id":"{{key}}","value":1,"time":1700000000000}"""));
        Assert.Equal(
            "invalid user_id: the key has more than 512 characters",
            reader.Read($$"""{"user_id":"{{key}}a","value":1,"time":1700000000000}"""));
    }

    [Fact]
    public void The_broker_timestamp_replaces_an_absent_time_of_the_built_in_pipeline()
    {
        RecordReader reader = Compiled.Reader(BuiltInPipeline.Sql);
        Assert.Null(reader.Read(
            """{"user_id":"u","value":1}""", new RecordMetadata { Timestamp = 1_700_000_000_123 }));
        Assert.Equal(1_700_000_000_123_000, reader.Row.EventTime);
        Assert.Equal(
            "missing event_time: the event time is NULL, and the watermark needs one", reader.Read("""{"user_id":"u","value":1}"""));
    }

    [Fact]
    public void A_record_above_the_limit_is_too_large()
    {
        var reader = new RecordReader(
            Compiled.Pipeline(BuiltInPipeline.Sql), Aggregation.Events.EventRules.Default, largestRecord: 20);
        Assert.StartsWith("too_large", reader.Read("""{"user_id":"u","value":1,"time":1}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_of_texts_is_bounded()
    {
        var pool = new TextPool(mostBytes: 400);
        for (int i = 0; i < 10; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes($"text{i}");
            Assert.False(pool.TryGet(bytes, out _));
            pool.Add(bytes, $"text{i}");
            Assert.True(pool.TryGet(bytes, out string? found));
            Assert.Equal($"text{i}", found);
            Assert.InRange(pool.Count, 1, 3);
        }

        pool.Add(new byte[TextPool.LongestKept + 1], "long");
        Assert.False(pool.TryGet(new byte[TextPool.LongestKept + 1], out _));
    }

    private static Dictionary<string, object?> Values(RecordReader reader, CompiledPipeline pipeline) =>
        pipeline.Columns.ToDictionary(
            pair => pair.Key.Name,
            pair => reader.Row.HasValue(pair.Value) ? KeyText.Read(reader.Row, pair.Value, pair.Key.Type) : null);

    private sealed class Headers(params (string Name, byte[] Value)[] headers) : IRecordHeaders
    {
        public byte[]? Find(string name) => headers.LastOrDefault(header => header.Name == name).Value;
    }
}
