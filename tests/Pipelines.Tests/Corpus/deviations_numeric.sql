CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, stddev_samp(n) AS ss, stddev_pop(n) AS sp, var_samp(n) AS vs, var_pop(n) AS vp, var_pop(l) AS l
FROM s
GROUP BY k;
