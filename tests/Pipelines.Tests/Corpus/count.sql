CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, count(*) AS n, count(b) AS b, count(i) AS i, count(t) AS t, count(ts) AS ts, count(u) AS u, count(day) AS day, count(1) AS one
FROM s
GROUP BY k;
