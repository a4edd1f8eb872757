CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, window_start, window_end, count(*) AS n, sum(i) AS i, min(ts) AS first, max(ts) AS last
FROM TUMBLE(s, ts, INTERVAL '1 minute')
GROUP BY k, window_start, window_end;
