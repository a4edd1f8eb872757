namespace PathwayOrleans.Storage.Tests.Views;

/// <summary>Texts of pipelines.</summary>
internal static class SamplePipelines
{
    internal const string Purchases = """
        CREATE SOURCE purchases (
            customer_id text PATH '$.customer.id' NOT NULL,
            sku text,
            amount numeric DEFAULT 0 ON EMPTY,
            at timestamptz NOT NULL,
            is_large boolean AS (amount >= 1000),
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        );

        """;

    internal const string Customers = """
        CREATE MATERIALIZED VIEW customers AS
        SELECT customer_id, count(*) AS purchases, sum(amount) AS revenue, max(at) AS last_seen
        FROM purchases GROUP BY customer_id;

        """;

    internal const string PerHour = """
        CREATE MATERIALIZED VIEW per_hour WITH (allowed_lateness = '10 minutes') AS
        SELECT customer_id, window_start, window_end, sum(amount) AS revenue
        FROM TUMBLE(purchases, at, INTERVAL '1 hour')
        GROUP BY customer_id, window_start, window_end;

        """;

    internal const string Visits = """
        CREATE MATERIALIZED VIEW visits AS
        SELECT customer_id, window_start, window_end, count(*) AS events
        FROM SESSION(purchases, at, INTERVAL '30 minutes')
        GROUP BY customer_id, window_start, window_end;

        """;

    internal const string Best = """
        CREATE VIEW best AS SELECT window_start, sum(revenue) AS revenue FROM per_hour GROUP BY window_start;

        """;

    /// <summary>A source with a column of each type, named by it, and the key <c>k</c>.</summary>
    internal const string EveryType = """
        CREATE SOURCE s (
            k text NOT NULL, b boolean, i integer, l bigint, r real, d double precision, n numeric, t text,
            ts timestamptz, day date, u uuid,
            WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
        );

        """;

    /// <summary>A view with a column of each type.</summary>
    internal const string Latest = """
        CREATE MATERIALIZED VIEW latest AS
        SELECT k, bool_or(b) AS b, max(i) AS i, max(l) AS l, max(r) AS r, max(d) AS d, max(n) AS n, max(t) AS t, max(ts) AS ts,
            max(day) AS day, last_value(u) AS u, max(ts) - min(ts) AS span
        FROM s GROUP BY k;
        """;
}
