CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, sum(i + i2) AS a, sum(i - i2) AS b, sum(i * 3) AS c, sum(i / 7) AS d, sum(i % 7) AS e, sum(l / 3) AS f, sum(l % 1000) AS g, sum(+ i) AS h
FROM s
GROUP BY k;
