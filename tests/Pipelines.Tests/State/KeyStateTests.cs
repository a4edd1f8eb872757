using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.State;

public sealed class KeyStateTests
{
    private static readonly SourcePartition Partition = SourcePartition.Of("topic", 0);

    private static readonly string Every =
        $"""
        {Source}
        CREATE MATERIALIZED VIEW v AS SELECT k, {Columns} FROM s GROUP BY k;
        CREATE MATERIALIZED VIEW w AS SELECT k, window_start, window_end, {Columns} FROM HOP(s, ts, INTERVAL '2 s', INTERVAL '6 s')
        GROUP BY k, window_start, window_end;
        CREATE MATERIALIZED VIEW x AS SELECT k, window_start, window_end, {Columns} FROM SESSION(s, ts, INTERVAL '3 s')
        GROUP BY k, window_start, window_end;
        """;

    private const string Source =
        """
        CREATE SOURCE s (k text NOT NULL, i integer, l bigint, r real, d double precision, n numeric, t text, b boolean,
            day date, u uuid, ts timestamptz NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1 second');
        """;

    private const string Columns =
        """
        count(*) AS c, count(i) AS ci, sum(i) AS si, sum(l) AS sl, sum(r) AS sr, sum(d) AS sd, sum(n) AS sn, avg(i) AS ai,
        avg(d) AS ad, avg(n) AS an, min(n) AS mn, max(t) AS mt, min(ts) AS mts, max(day) AS md, bool_and(b) AS ba, bool_or(b) AS bo,
        stddev_samp(n) AS dn, var_pop(d) AS vd, first_value(t) AS ft, last_value(n) AS ln, last_value(u) AS lu,
        approx_count_distinct(t) AS dt, approx_percentile(0.5) WITHIN GROUP (ORDER BY d) AS pd,
        sum(n) FILTER (WHERE b) AS sf, sum(n) / nullif(count(n), 0) AS q
        """;

    [Fact]
    public void A_state_of_every_aggregate_is_the_same_after_it_was_written_and_read()
    {
        CompiledPipeline pipeline = Compiled.Pipeline(Every);
        using var codec = new KeyStateCodec();
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            RecordReader reader = Compiled.Reader(pipeline);
            KeyState? state = null;
            KeyState? other = null;
            for (int i = 0; i < 150; i++)
            {
                Read(reader, Record(random));
                state ??= new KeyState(pipeline, reader.Row.Key!);
                other ??= new KeyState(pipeline, reader.Row.Key!);
                Assert.Equal(Apply(state, reader.Row, i), Apply(other, reader.Row, i));
                if (random.Next(10) == 0)
                {
                    byte[] payload = codec.Encode(other);
                    other = KeyStateCodec.Decode(payload, pipeline, other.Key);
                    Assert.Equal(payload, codec.Encode(other));
                }
            }

            // What was taken before is not in the second one's changes, so only states are compared.
            Assert.Equal(codec.Encode(state!), codec.Encode(other!));
        }
    }

    [Fact]
    public void An_aggregate_that_fails_in_the_second_view_leaves_the_first_one_unchanged()
    {
        CompiledPipeline pipeline = Compiled.Pipeline(
            $"""
            {Source}
            CREATE MATERIALIZED VIEW v AS SELECT k, count(*) AS c, approx_count_distinct(t) AS d, max(t) AS m FROM s GROUP BY k;
            CREATE MATERIALIZED VIEW u AS SELECT k, sum(n) AS n FROM s WHERE b GROUP BY k;
            CREATE MATERIALIZED VIEW w AS SELECT k, window_start, window_end, count(*) AS c, sum(n) AS n
            FROM TUMBLE(s, ts, INTERVAL '1 hour') GROUP BY k, window_start, window_end;
            """);
        RecordReader reader = Compiled.Reader(pipeline);
        Read(reader, """{"k":"a","n":9999999999999999999999999999,"t":"x","b":true,"ts":1700000000000}""");
        var state = new KeyState(pipeline, reader.Row.Key!);
        Assert.Equal(EventOutcome.Applied, Apply(state, reader.Row, 1));
        state.TakeChanges();
        using var codec = new KeyStateCodec();
        byte[] before = codec.Encode(state);
        long bytes = state.Bytes;
        foreach (string flag in new[] { "true", "false" })
        {
            Read(reader, $$"""{"k":"a","n":1,"t":"a longer text","b":{{flag}},"ts":1700000000000}""");
            Assert.Equal(EventOutcome.Rejected, state.Apply(
                reader.Row, Partition, Position.FromOffset(2), WatermarkTracker.None, default, out RecordRejection rejection));
            Assert.Equal(RecordReasons.EvaluationFailed, rejection.Reason);
            Assert.Equal("sum(n)", rejection.Place);
            Assert.Equal(before, codec.Encode(state));
            Assert.Equal(bytes, state.Bytes);
        }

        Assert.Null(state.TakeChanges());
        Assert.True(state.Skip(Partition, Position.FromOffset(2)));
        Assert.Equal(EventOutcome.Skipped, Apply(state, reader.Row, 2));
    }

    [Theory]
    [InlineData("max(i) AS m, sum(n) AS n, count(*) AS c")]
    [InlineData("max(t) AS m, sum(d) AS d, sum(n) AS n, count(*) AS c")]
    public void A_sum_that_fails_changes_no_aggregate_without_windows(string columns)
    {
        CompiledPipeline pipeline = Compiled.Pipeline(
            $"{Source} CREATE MATERIALIZED VIEW v AS SELECT k, {columns} FROM s GROUP BY k");
        RecordReader reader = Compiled.Reader(pipeline);
        Read(reader, """{"k":"a","i":1,"d":1,"n":9999999999999999999999999999,"t":"x","ts":1700000000000}""");
        var state = new KeyState(pipeline, reader.Row.Key!);
        Assert.Equal(EventOutcome.Applied, Apply(state, reader.Row, 1));
        using var codec = new KeyStateCodec();
        byte[] before = codec.Encode(state);
        long bytes = state.Bytes;
        Read(reader, """{"k":"a","i":2,"d":1,"n":1,"t":"a longer text","ts":1700000000000}""");
        Assert.Equal(EventOutcome.Rejected, Apply(state, reader.Row, 2));
        Assert.Equal(before, codec.Encode(state));
        Assert.Equal(bytes, state.Bytes);
    }

    [Fact]
    public void A_record_that_no_WHERE_accepts_changes_nothing()
    {
        CompiledPipeline pipeline = Compiled.Pipeline(
            $"{Source} CREATE MATERIALIZED VIEW v AS SELECT k, sum(i / l) AS c FROM s WHERE b GROUP BY k;");
        RecordReader reader = Compiled.Reader(pipeline);

        // The division by zero is not evaluated either.
        Read(reader, """{"k":"a","i":1,"l":0,"ts":1700000000000}""");
        var state = new KeyState(pipeline, reader.Row.Key!);
        Assert.Equal(EventOutcome.NotCounted, Apply(state, reader.Row, 1));
        Assert.Null(state.TakeChanges());
        Assert.Null(state.LastApplied(Partition));
    }

    [Fact]
    public void A_column_without_a_value_is_NULL_and_named()
    {
        CompiledPipeline pipeline = Compiled.Pipeline(
            $"{Source} CREATE MATERIALIZED VIEW v AS SELECT k, sum(i) / count(l) AS q FROM s GROUP BY k;");
        RecordReader reader = Compiled.Reader(pipeline);
        Read(reader, """{"k":"a","i":1,"ts":1700000000000}""");
        var state = new KeyState(pipeline, reader.Row.Key!);
        Apply(state, reader.Row, 1);
        ViewChanges changes = state.TakeChanges()!;
        Assert.Equal(["a", null], Assert.Single(changes.Rows).Values);
        Assert.Equal(
            new ViewFailure("v.q", "/ of 1, 0: division by zero."), Assert.Single(changes.Failures));
    }

    [Fact]
    public void Views_of_another_pipeline_are_kept()
    {
        CompiledPipeline both = Compiled.Pipeline(Every);
        CompiledPipeline one = Compiled.Pipeline(
            $"{Source} CREATE MATERIALIZED VIEW v2 AS SELECT k, count(*) AS c FROM s GROUP BY k;");
        RecordReader reader = Compiled.Reader(both);
        Read(reader, """{"k":"a","i":1,"t":"x","ts":1700000000000}""");
        var state = new KeyState(both, reader.Row.Key!);
        Apply(state, reader.Row, 1);
        using var codec = new KeyStateCodec();
        byte[] before = codec.Encode(state);
        KeyState narrow = KeyStateCodec.Decode(before, one, state.Key);
        Assert.Equal(["v", "w", "x"], narrow.ForeignViews.Select(view => view.Name));
        Assert.Equal(before, codec.Encode(KeyStateCodec.Decode(codec.Encode(narrow), both, state.Key)));
    }

    [Theory]
    [InlineData("""{"v":4,"key":"b"}""", "wrong key")]
    [InlineData("""{"v":5,"key":"a"}""", "version 5")]
    [InlineData("""{"key":"a"}""", "version 0")]
    [InlineData("""{"v":4,"views":{"v":[1]}}""", "another definition")]
    [InlineData("""{"v":4,"views":{"v":{}}}""", "not an array")]
    [InlineData("""{"v":4,"windows":{"w":{"open":[[5,1,[]]]}}}""", "window 5 to 1")]
    [InlineData("""{"v":4} 1""", "JSON")]
    public void A_damaged_or_foreign_payload_is_an_error(string payload, string expected)
    {
        CompiledPipeline pipeline = Compiled.Pipeline(Every);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(payload);
        var key = new PipelineKey("a", ["a"]);
        Assert.Contains(
            expected,
            Assert.Throws<InvalidDataException>(() => KeyStateCodec.Decode(bytes, pipeline, key)).Message,
            StringComparison.Ordinal);
        Assert.Contains(expected, KeyStateCodec.DecodeStored(bytes, pipeline, key).Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_of_a_state_grows_with_its_windows_texts_and_sketches()
    {
        CompiledPipeline pipeline = Compiled.Pipeline(Every);
        RecordReader reader = Compiled.Reader(pipeline);
        long last = 0;
        KeyState? state = null;
        for (int i = 0; i < 40; i++)
        {
            Read(reader, string.Create(
                CultureInfo.InvariantCulture, $$"""{"k":"a","t":"text {{i}} {{new string('x', i)}}","d":{{i}},"ts":{{Compiled.Start + (i * 60_000L)}}}"""));
            state ??= new KeyState(pipeline, reader.Row.Key!);
            Apply(state, reader.Row, i);
            Assert.InRange(state.Bytes, last, 10_000_000);
            last = state.Bytes;
        }

        using var codec = new KeyStateCodec();
        Assert.InRange(codec.Encode(state!).Length, last / 20, last * 2);
    }

    [Fact]
    public void The_size_of_texts_is_that_of_the_same_state_when_it_is_read()
    {
        const string columns = "max(t) AS a, last_value(t) AS b, count(*) AS c";
        CompiledPipeline pipeline = Compiled.Pipeline(
            $"""
            {Source}
            CREATE MATERIALIZED VIEW v AS SELECT k, {columns} FROM s GROUP BY k;
            CREATE MATERIALIZED VIEW w AS SELECT k, window_start, window_end, {columns} FROM HOP(s, ts, INTERVAL '2 s', INTERVAL '6 s')
            GROUP BY k, window_start, window_end;
            CREATE MATERIALIZED VIEW x AS SELECT k, window_start, window_end, {columns} FROM SESSION(s, ts, INTERVAL '3 s')
            GROUP BY k, window_start, window_end;
            """);
        using var codec = new KeyStateCodec();
        RecordReader reader = Compiled.Reader(pipeline);
        var random = new Random(3);
        KeyState? state = null;
        for (int i = 0; i < 500; i++)
        {
            long time = Compiled.Start + (i * 700) + random.Next(6_000);
            Read(reader, string.Create(
                CultureInfo.InvariantCulture, $$"""{"k":"a","t":"{{new string('x', random.Next(30))}}","ts":{{time}}}"""));
            state ??= new KeyState(pipeline, reader.Row.Key!);
            state.Apply(reader.Row, Partition, Position.FromOffset(i), Compiled.Start + (i * 700) - 20_000, default, out _);
            Assert.Equal(KeyStateCodec.Decode(codec.Encode(state), pipeline, state.Key).ObjectBytes, state.ObjectBytes);
            if (i % 10 == 0)
            {
                state.TakeChanges(maxOpen: 6);
            }
        }

        Assert.InRange(state!.ObjectBytes, 100, 100_000);
    }

    private static void Read(RecordReader reader, string json) => Assert.Null(reader.Read(json));

    private static EventOutcome Apply(KeyState state, Row row, long position) =>
        state.Apply(row, Partition, Position.FromOffset(position), WatermarkTracker.None, default, out _);

    private static string Record(Random random)
    {
        string Or(string value) => random.Next(6) == 0 ? "null" : value;
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"k":"a","i":{{Or($"{random.Next(-50, 50)}")}},"l":{{Or($"{random.NextInt64(1L << 40)}")}},"r":{{Or("1.25")}},
            "d":{{Or((random.NextDouble() * 100).ToString("R", CultureInfo.InvariantCulture))}},
            "n":{{Or((random.Next(100_000) / 100m).ToString(CultureInfo.InvariantCulture))}},"t":{{Or($"\"text {random.Next(40)}\"")}},
            "b":{{Or(random.Next(2) == 0 ? "true" : "false")}},"day":{{Or("\"2024-02-29\"")}},
            "u":{{Or("\"c0ffee00-0000-4000-8000-000000000001\"")}},"ts":{{Compiled.Start + random.Next(60_000)}}}
            """);
    }
}
