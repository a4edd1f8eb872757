CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, approx_percentile(0.5) WITHIN GROUP (ORDER BY d) AS median, approx_percentile(0.99) WITHIN GROUP (ORDER BY d) AS p99, approx_percentile(0) WITHIN GROUP (ORDER BY i) AS lowest, approx_percentile(1) WITHIN GROUP (ORDER BY n) AS highest
FROM s
GROUP BY k;
