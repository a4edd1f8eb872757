CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, bool_and(b) AS each_one, bool_or(b) AS at_least_one, bool_and(i > 0) AS positive, bool_or(i IS NULL) AS has_null, bool_or(NOT b) AS no
FROM s
GROUP BY k;
