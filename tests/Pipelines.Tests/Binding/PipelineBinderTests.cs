using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Binding;

/// <summary>What valid pipelines become.</summary>
public sealed class PipelineBinderTests
{
    internal const string Example = """
        CREATE SOURCE purchases (
            customer_id text        PATH '$.customer.id' NOT NULL,
            country     text        PATH '$.customer.country',
            event       text        NOT NULL,
            sku         text,
            amount      numeric     DEFAULT 0 ON EMPTY,
            at          timestamptz PATH '$.ts' NOT NULL,
            is_large    boolean     AS (amount >= 1000),
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        ) INCLUDE timestamp AS broker_time, key AS message_key
          WITH (connector = 'kafka', topic = 'purchases')
          FORMAT PLAIN ENCODE JSON;

        CREATE MATERIALIZED VIEW customers AS
        SELECT customer_id, count(*) AS purchases, sum(amount) AS revenue, avg(amount) AS basket,
               count(*) FILTER (WHERE is_large) AS large_ones, max(at) AS last_seen
        FROM purchases
        WHERE event = 'purchase'
        GROUP BY customer_id;

        CREATE MATERIALIZED VIEW revenue_per_hour WITH (allowed_lateness = '10 minutes') AS
        SELECT customer_id, window_start, window_end, sum(amount) AS revenue,
               approx_count_distinct(sku) AS skus,
               approx_percentile(0.95) WITHIN GROUP (ORDER BY amount) AS p95
        FROM TUMBLE(purchases, at, INTERVAL '1 hour')
        WHERE event = 'purchase'
        GROUP BY customer_id, window_start, window_end;

        -- Anything else is ordinary Postgres, evaluated when it is read: joins, HAVING, ORDER BY, totals over all keys.
        CREATE VIEW best_hours AS
        SELECT window_start, sum(revenue) AS revenue FROM revenue_per_hour GROUP BY window_start;
        """;

    [Fact]
    public void The_source_of_the_example_is_bound()
    {
        SourceDefinition source = PipelineBinder.Bind(Example).Source;
        Assert.Equal("purchases", source.Name);
        Assert.Equal(MessageEncoding.Json, source.Encoding);
        Assert.Equal("purchases", source.Options["topic"]);
        Assert.Equal("at", source.Watermark!.Column.Name);
        Assert.Equal(5_000_000, source.Watermark.DelayMicroseconds);
        Assert.Equal(
            [
                "customer_id text $.\"customer\".\"id\" required",
                "country text $.\"customer\".\"country\"",
                "event text $.\"event\" required",
                "sku text $.\"sku\"",
                "amount numeric $.\"amount\" default CAST(0 AS numeric)",
                "at timestamp with time zone $.\"ts\" required",
                "is_large boolean = (amount >= CAST(1000 AS numeric))",
                "broker_time timestamp with time zone broker Timestamp",
                "message_key text broker Key",
            ],
            source.Columns.Select(Describe));
    }

    [Fact]
    public void The_views_of_the_example_are_bound()
    {
        PipelineDefinition pipeline = PipelineBinder.Bind(Example);
        Assert.Equal(["customer_id"], pipeline.KeyColumns.Select(column => column.Name));
        Assert.Equal(["customers", "revenue_per_hour"], pipeline.MaterializedViews.Select(view => view.Name));

        MaterializedViewDefinition customers = pipeline.MaterializedViews[0];
        Assert.Null(customers.Window);
        Assert.Equal("(event = CAST('purchase' AS text))", $"{customers.Filter}");
        Assert.Equal(
            [
                "customer_id text customer_id", "purchases bigint count(*)", "revenue numeric sum(amount)",
                "basket numeric avg(amount)", "large_ones bigint count(*) FILTER (WHERE is_large)",
                "last_seen timestamp with time zone max(at)",
            ],
            customers.Outputs.Select(Describe));

        MaterializedViewDefinition hours = pipeline.MaterializedViews[1];
        Assert.Equal(600_000_000, hours.AllowedLatenessMicroseconds);
        Assert.Equal(WindowKind.Tumble, hours.Window!.Kind);
        Assert.Equal(3_600_000_000, hours.Window.Size.FixedMicroseconds);
        Assert.Equal(
            [
                "customer_id text customer_id", "window_start timestamp with time zone window_start",
                "window_end timestamp with time zone window_end", "revenue numeric sum(amount)",
                "skus bigint approx_count_distinct(sku)",
                "p95 double precision approx_percentile(CAST(0.95 AS double precision)) WITHIN GROUP " +
                    "(ORDER BY CAST(amount AS double precision))",
            ],
            hours.Outputs.Select(Describe));
        Assert.StartsWith("CREATE MATERIALIZED VIEW revenue_per_hour WITH", hours.Sql, StringComparison.Ordinal);
        Assert.EndsWith("window_end", hours.Sql, StringComparison.Ordinal);
        Assert.Equal(
            new ViewDefinition(
                "best_hours", "SELECT window_start, sum(revenue) AS revenue FROM revenue_per_hour GROUP BY window_start"),
            Assert.Single(pipeline.Views));
    }

    [Fact]
    public void The_same_aggregate_is_kept_once()
    {
        MaterializedViewDefinition view = Bound.View(
            "sum(n) AS a, SUM( n ) / nullif(count(*), 0) AS b, count(*) AS c, sum(n) FILTER (WHERE b) AS d, sum(i) AS e");
        Assert.Equal(
            ["sum(n)", "count(*)", "sum(n) FILTER (WHERE b)", "sum(i)"], view.Aggregates.Select(call => call.ToString()));
        Assert.Equal("(sum(n) / CAST(nullif(count(*), 0) AS numeric))", $"{view.Outputs[2].Expression}");
    }

    [Theory]
    [InlineData("HOP(s, ts, INTERVAL '1 minute', '1 hour')", WindowKind.Hop, 3600, 60, 0)]
    [InlineData("cumulate(s, ts, '1 hour', '1 day', '30 min')", WindowKind.Cumulate, 86400, 3600, 1800)]
    [InlineData("SESSION(s, ts, '30 minutes')", WindowKind.Session, 1800, null, 0)]
    [InlineData("tumble(s, ts, '1 day', '-1 hour')", WindowKind.Tumble, 86400, null, -3600)]
    internal void A_window_is_bound(string window, WindowKind kind, int size, int? step, int offset)
    {
        WindowDefinition bound = Windowed(window);
        Assert.Equal(kind, bound.Kind);
        Assert.Equal("ts", bound.Time.Name);
        Assert.Equal(size * 1_000_000L, bound.Size.FixedMicroseconds);
        Assert.Equal(step * 1_000_000L, bound.Step?.FixedMicroseconds);
        Assert.Equal(offset * 1_000_000L, bound.Offset.FixedMicroseconds);
    }

    [Fact]
    public void A_window_of_a_calendar_may_have_months()
    {
        WindowDefinition window = Windowed("TUMBLE(s, ts, INTERVAL '1 month', time_zone => 'Europe/Berlin')");
        Assert.Equal(new PgInterval(1, 0, 0), window.Size);
        Assert.Equal("Europe/Berlin", window.TimeZone);
    }

    [Theory]
    [InlineData("count(*) FILTER (WHERE b)")]
    [InlineData("approx_percentile(0.95) WITHIN GROUP (ORDER BY d) FILTER (WHERE (b))")]
    [InlineData("approx_percentile(0.95) WITHIN GROUP (ORDER BY d)")]
    [InlineData("(sum(i) + 1) * (2 + count(*))")]
    [InlineData("(sum(i))")]
    [InlineData("CASE WHEN (count(*) > 1) THEN 1 ELSE (2) END")]
    [InlineData("CAST((sum(i)) AS text)")]
    [InlineData("(sum(i) + 1)::text")]
    [InlineData("max(i) IN (1, (2))")]
    [InlineData("NOT (max(i) IS NULL)")]
    public void The_text_of_a_column_is_its_whole_expression(string sql) =>
        Assert.Equal(sql, Bound.View($"{sql} AS x").Outputs[1].Sql);

    [Fact]
    public void Every_option_of_a_column_is_bound()
    {
        SourceDefinition source = PipelineBinder.Bind("""
            CREATE SOURCE "My Source" (
                "Odd Key" text PATH '$."odd name"[3].x',
                seen timestamptz FORMAT 'epoch_micros' NULL ON ERROR,
                ts bigint NOT NULL,
                WATERMARK FOR ts AS ts
            )
            INCLUDE header 'trace-id' AS trace INCLUDE partition AS p, offset AS o
            FORMAT PLAIN ENCODE JSON;
            CREATE MATERIALIZED VIEW v AS SELECT "Odd Key", count(*) FROM "My Source" GROUP BY "Odd Key"
            """).Source;
        Assert.Equal(
            [
                "Odd Key text $.\"odd name\"[3].\"x\"", "seen timestamp with time zone $.\"seen\" null on error EpochMicroseconds",
                "ts bigint $.\"ts\" required", "trace text broker Header trace-id", "p integer broker Partition",
                "o bigint broker Offset",
            ],
            source.Columns.Select(Describe));
        Assert.Equal(0, source.Watermark!.DelayMicroseconds);
        Assert.Equal(MessageEncoding.Json, source.Encoding);
        Assert.Null(source.Csv);
    }

    [Theory]
    [InlineData("", ',', "", "k,v,ts")]
    [InlineData("(delimiter = ';', null = '\\N')", ';', "\\N", "k,v,ts")]
    [InlineData("(\"delimiter\" = E'\\t', NULL = 'NULL', header = E'ts\tx\tk\t\tv\t')", '\t', "NULL", "ts,x,k,,v,")]
    [InlineData("(header = '\"k\",\"odd \"\"name\"\"\",v, ts ')", ',', "", "k,odd \"name\",v,ts")]
    public void Options_of_CSV_are_bound(string options, char delimiter, string nullText, string fields)
    {
        SourceDefinition source = PipelineBinder.Bind($"""
            CREATE SOURCE s (k text NOT NULL, twice bigint AS (v * 2), v bigint, ts timestamptz)
            INCLUDE key AS message_key FORMAT PLAIN ENCODE CSV {options};
            CREATE MATERIALIZED VIEW v AS SELECT k, sum(v) AS s FROM s GROUP BY k
            """).Source;
        Assert.Equal(MessageEncoding.Csv, source.Encoding);
        Assert.Equal(delimiter, source.Csv!.Delimiter);
        Assert.Equal(nullText, source.Csv.NullText);
        Assert.Equal(fields, string.Join(',', source.Csv.Fields));
        Assert.Equal(options.Contains("header", StringComparison.Ordinal), source.Csv.IsNamed);
        Assert.All(source.Columns, column => Assert.Null((column.Origin as MessageOrigin)?.Path));
    }

    private static WindowDefinition Windowed(string window) => PipelineBinder.Bind(
        $"{Bound.Source}CREATE MATERIALIZED VIEW v AS SELECT k, window_start, window_end, count(*) AS c FROM {window} " +
        "GROUP BY k, window_start, window_end").MaterializedViews[0].Window!;

    private static string Describe(OutputColumn output) => $"{output.Name} {output.Expression.Type.Name()} {output.Expression}";

    private static string Describe(SourceColumn column) => $"{column.Name} {column.Type.Name()} " + column.Origin switch
    {
        MessageOrigin message => $"{message.Path}{(message.IsRequired ? " required" : "")}" +
            $"{(message.Default is null ? "" : $" default {message.Default}")}" +
            $"{(message.IsNullOnError ? " null on error" : "")}{(message.TimeFormat is { } format ? $" {format}" : "")}",
        BrokerOrigin broker => $"broker {broker.Field}{(broker.Header is null ? "" : $" {broker.Header}")}",
        ComputedOrigin computed => $"= {computed.Expression}",
        _ => "",
    };
}
