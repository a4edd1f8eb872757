CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(d + 0.1) AS a, max(d - i) AS b, max(d * r) AS c, max(d / 3) AS d, max(abs(d) ^ 0.5) AS e, max(- d) AS f, min(r * 2) AS g
FROM s
GROUP BY k;
