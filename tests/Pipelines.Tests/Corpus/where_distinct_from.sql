CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, count(*) AS n
FROM s
WHERE t IS DISTINCT FROM t2 AND i IS NOT DISTINCT FROM i
GROUP BY k;

CREATE MATERIALIZED VIEW w AS
SELECT k, count(*) AS n
FROM s
WHERE b IS TRUE OR b IS NOT FALSE AND b IS NOT UNKNOWN
GROUP BY k;
