CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(coalesce(i, i2, -1)) AS a, count(nullif(t, 'view')) AS b, max(greatest(i, i2)) AS c, min(least(i, i2, 5)) AS d, max(greatest(t, t2)) AS e, max(coalesce(n, i)) AS f, max(least(d, n)) AS g, max(nullif(i, 7)) AS h
FROM s
GROUP BY k;
