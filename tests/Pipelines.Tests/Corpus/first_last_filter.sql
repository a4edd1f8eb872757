CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, first_value(t) FILTER (WHERE t IS NOT NULL) AS known, last_value(i) FILTER (WHERE i > 100) AS large, last_value(coalesce(t, 'none')) AS t
FROM s
GROUP BY k;
