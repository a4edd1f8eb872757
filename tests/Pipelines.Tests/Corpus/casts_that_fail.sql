CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(t::integer) FILTER (WHERE i > 1500) AS a, count(*) AS n
FROM s
GROUP BY k;

CREATE MATERIALIZED VIEW w AS
SELECT k, count(*) AS n, max(length(t)) AS l
FROM s
GROUP BY k;
