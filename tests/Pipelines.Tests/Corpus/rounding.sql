CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(round(n)) AS a, max(round(n, 1)) AS b, max(round(d)) AS c, max(floor(n)) AS d, max(ceil(n)) AS e, max(ceiling(d)) AS f, max(floor(d)) AS g, sum(sign(n)) AS h, max(sign(d)) AS i, max(round(n, -1)) AS j
FROM s
GROUP BY k;
