CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, first_value(i) AS i0, last_value(i) AS i1, first_value(t) AS t0, last_value(t) AS t1, last_value(n) AS n, last_value(d) AS d
FROM s
GROUP BY k;
