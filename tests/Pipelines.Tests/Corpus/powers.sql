CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(power(i, 2)) AS a, max(sqrt(abs(n))) AS b, max(sqrt(abs(d))) AS c, max(ln(abs(d) + 1)) AS d, max(ln(abs(n) + 1)) AS e, max(mod(i, 7)) AS f, max(mod(l, 11)) AS g, max(mod(n, 3)) AS h, max(power(n, 2)) AS i
FROM s
GROUP BY k;
