CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, window_start, window_end, count(*) AS n, bool_or(b) AS b
FROM HOP(s, ts, INTERVAL '2 minutes', INTERVAL '7 minutes', INTERVAL '30 seconds')
GROUP BY k, window_start, window_end;
