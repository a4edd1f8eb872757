CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT w.window_end AS until, w.k, count(*) AS n, w.window_start AS since, sum(w.i) AS total
FROM TUMBLE(s, ts, INTERVAL '1 minute') AS w
WHERE w.b
GROUP BY w.k, w.window_start, w.window_end;
