CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(n + 0.5) AS a, max(n - i) AS b, max(n * n) AS c, max(n / 3) AS d, max(n % 7) AS e, max(n ^ 2) AS f, max(abs(n)) AS g
FROM s
GROUP BY k;
