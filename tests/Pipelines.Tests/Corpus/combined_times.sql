CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(ts) - min(ts) AS span, date_trunc('hour', max(ts)) AS hour, extract(epoch FROM max(ts2))::bigint AS seconds, max(day) + 1 AS next_day
FROM s
GROUP BY k;
