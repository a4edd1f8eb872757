using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>Every pipeline of the corpus is one that Postgres can run.</summary>
[Trait("Tier", "Slow")]
public sealed class CorpusTests
{
    private const int Events = 400;

    // Events are up to ten minutes late; allowed_lateness of pipelines with sessions is longer.
    private const long Disorder = 600_000;

    private static readonly DateTimeOffset Start = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Pipelines => [.. Corpus.Names];

    [Fact]
    public void There_are_many_pipelines() => Assert.InRange(Corpus.Names.Count, 60, int.MaxValue);

    [Fact]
    public void Every_function_aggregate_operator_and_kind_of_window_occurs()
    {
        string all = string.Join('\n', Corpus.Names.Select(Corpus.Read)).ToUpperInvariant();
        string[] words =
        [
            .. Catalog.Functions.Concat(Catalog.Aggregates).Select(overloads => overloads.Key.ToUpperInvariant()),
            "TUMBLE", "HOP", "CUMULATE", "SESSION", "FILTER", "CASE", "COALESCE", "NULLIF", "GREATEST", "LEAST", "BETWEEN", "IN",
            "IS", "DISTINCT", "TIME_ZONE", "ALLOWED_LATENESS",
        ];
        IEnumerable<string> symbols = Catalog.BinaryOperators.Select(overloads => overloads.Key);
        Assert.DoesNotContain(words, word => !Regex.IsMatch(all, $@"\b{word}\b"));
        Assert.DoesNotContain(symbols, symbol => !all.Contains($" {symbol} ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task A_pipeline_binds_and_runs_in_Postgres_with_the_types_of_the_binder(string name)
    {
        PipelineDefinition pipeline = PipelineBinder.Bind(Corpus.Read(name));
        var records = new RandomRecords(pipeline.Source, pipeline.KeyColumns, new Random(name.Length));
        List<OracleEvent> events = records.Create(Events, Disorder);
        await using CorpusOracle oracle = await CorpusOracle.CreateAsync();
        IReadOnlyList<(int Partition, long Position)> failed = await oracle.LoadAsync(pipeline, events);
        Assert.InRange(failed.Count, 0, Events / 2);
        foreach (MaterializedViewDefinition view in pipeline.MaterializedViews)
        {
            OracleResult result = await oracle.QueryAsync(view);
            Assert.Equal(
                view.Outputs.Select(output => $"{output.Name} {output.Expression.Type.Name()}"),
                result.Columns.Select(column => $"{column.Name} {column.Type}"));
            Assert.NotEmpty(result.Rows);
        }

        foreach (ViewDefinition view in pipeline.Views)
        {
            Assert.NotEmpty((await oracle.QueryAsync(view)).Columns);
        }
    }

    [Fact]
    public async Task A_record_whose_expression_fails_counts_in_no_view()
    {
        PipelineDefinition pipeline = PipelineBinder.Bind(
            """
            CREATE SOURCE s (k text NOT NULL, i integer, at timestamptz NOT NULL, WATERMARK FOR at AS at);
            CREATE MATERIALIZED VIEW divided AS SELECT k, sum(10 / i) AS n FROM s GROUP BY k;
            CREATE MATERIALIZED VIEW counted AS SELECT k, count(*) AS n FROM s GROUP BY k;
            CREATE MATERIALIZED VIEW filtered AS SELECT k, sum(10 / (i - 5)) FILTER (WHERE i <> 5) AS n FROM s GROUP BY k;
            """);
        await using CorpusOracle oracle = await CorpusOracle.CreateAsync();
        Assert.Equal([(0, 2)], await oracle.LoadAsync(pipeline, [Event(1, "5", 1), Event(2, "0", 2), Event(3, null, 3)]));
        Assert.Equal(["k", "2"], Assert.Single((await oracle.QueryAsync(pipeline.MaterializedViews[0])).Rows));
        Assert.Equal(["k", "2"], Assert.Single((await oracle.QueryAsync(pipeline.MaterializedViews[1])).Rows));
        Assert.Equal(["k", null], Assert.Single((await oracle.QueryAsync(pipeline.MaterializedViews[2])).Rows));
    }

    [Fact]
    public async Task Windows_hold_the_events_that_belong_to_them_and_leave_out_late_ones()
    {
        PipelineDefinition pipeline = PipelineBinder.Bind(
            """
            CREATE SOURCE s (k text NOT NULL, i integer, at timestamptz NOT NULL, WATERMARK FOR at AS at - INTERVAL '5 seconds');
            CREATE MATERIALIZED VIEW tumbling AS
            SELECT k, window_start, window_end, count(*) AS n, first_value(i) AS f, last_value(i) AS l
            FROM TUMBLE(s, at, INTERVAL '10 seconds') GROUP BY k, window_start, window_end;
            CREATE MATERIALIZED VIEW late WITH (allowed_lateness = '10 seconds') AS
            SELECT k, window_start, window_end, count(*) AS n
            FROM TUMBLE(s, at, INTERVAL '10 seconds', INTERVAL '1 second') GROUP BY k, window_start, window_end;
            CREATE MATERIALIZED VIEW hopping WITH (allowed_lateness = '1 day') AS
            SELECT k, window_start, window_end, count(*) AS n
            FROM HOP(s, at, INTERVAL '5 seconds', INTERVAL '10 seconds') GROUP BY k, window_start, window_end;
            CREATE MATERIALIZED VIEW growing WITH (allowed_lateness = '1 day') AS
            SELECT k, window_start, window_end, count(*) AS n
            FROM CUMULATE(s, at, INTERVAL '10 seconds', INTERVAL '20 seconds') GROUP BY k, window_start, window_end;
            CREATE MATERIALIZED VIEW visits WITH (allowed_lateness = '1 day') AS
            SELECT k, window_start, window_end, count(*) AS n
            FROM SESSION(s, at, INTERVAL '6 seconds') WHERE i <> 9 GROUP BY k, window_start, window_end;
            """);
        await using CorpusOracle oracle = await CorpusOracle.CreateAsync();

        // The fifth event is late for its window of ten seconds: the watermark before it is 21 - 5.
        await oracle.LoadAsync(
            pipeline, [Event(1, "3", 1), Event(2, "2", 0), Event(3, "4", 7), Event(4, "9", 21), Event(5, "5", 8)]);
        Assert.Equal(["0-10 3 2 4", "20-30 1 9 9"], await RowsAsync(0));
        Assert.Equal(["-9-1 1", "1-11 3", "21-31 1"], await RowsAsync(1));
        Assert.Equal(["-5-5 2", "0-10 4", "15-25 1", "20-30 1", "5-15 2"], await RowsAsync(2));
        Assert.Equal(["0-10 4", "0-20 4", "20-30 1", "20-40 1"], await RowsAsync(3));
        Assert.Equal(["0-7 2", "7-14 2"], await RowsAsync(4));

        async Task<string[]> RowsAsync(int view) =>
        [
            .. (await oracle.QueryAsync(pipeline.MaterializedViews[view])).Rows
                .Select(row => string.Join(' ', (string?[])[$"{Second(row[1])}-{Second(row[2])}", .. row[3..]]))
                .Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public async Task Calendar_windows_follow_daylight_saving()
    {
        PipelineDefinition pipeline = PipelineBinder.Bind(
            """
            CREATE SOURCE s (k text NOT NULL, i integer, at timestamptz NOT NULL, WATERMARK FOR at AS at);
            CREATE MATERIALIZED VIEW days AS SELECT k, window_start, window_end, count(*) AS n
            FROM TUMBLE(s, at, INTERVAL '1 day', time_zone => 'Europe/Berlin') GROUP BY k, window_start, window_end;
            """);
        await using CorpusOracle oracle = await CorpusOracle.CreateAsync();
        await oracle.LoadAsync(pipeline, [Event(1, "1", 86_400 * 30)]);
        Assert.Equal(
            ["k", "2024-03-30 23:00:00+00", "2024-03-31 22:00:00+00", "1"],
            Assert.Single((await oracle.QueryAsync(pipeline.MaterializedViews[0])).Rows));
    }

    [Fact]
    public void A_message_has_the_values_at_their_paths()
    {
        PipelineDefinition pipeline = PipelineBinder.Bind(
            """
            CREATE SOURCE s (k text PATH '$.a.k' NOT NULL, i integer PATH '$.list[1].i' NOT NULL,
                b boolean PATH '$.a."odd b"' NOT NULL);
            CREATE MATERIALIZED VIEW v AS SELECT k, count(*) AS n FROM s GROUP BY k;
            """);
        var records = new RandomRecords(pipeline.Source, pipeline.KeyColumns, new Random(1));
        JsonObject json = records.ToJson(new OracleEvent(
            0, 1, 0, null, null, new Dictionary<string, string?> { ["k"] = "x", ["i"] = "7", ["b"] = "true" }));
        Assert.Equal("""{"a":{"k":"x","odd b":true},"list":[null,{"i":7}]}""", json.ToJsonString());
    }

    private static OracleEvent Event(long position, string? i, int second) => new(
        0, position, Start.AddSeconds(second).ToUnixTimeMilliseconds(), null, null, new Dictionary<string, string?>
        {
            ["k"] = "k",
            ["i"] = i,
            ["at"] = Start.AddSeconds(second).ToString("O", CultureInfo.InvariantCulture),
        });

    private static long Second(string? time) =>
        (long)(DateTimeOffset.Parse(time!, CultureInfo.InvariantCulture) - Start).TotalSeconds;
}
