CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, count(*)::integer AS n, sum(i)::text AS t, avg(i)::double precision AS d, max(i)::numeric / 7 AS seventh, (sum(d) > 0)::text AS positive
FROM s
GROUP BY k;
