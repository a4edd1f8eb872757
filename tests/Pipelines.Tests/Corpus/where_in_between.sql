CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, count(*) AS n, sum(i) AS i
FROM s
WHERE t IN ('purchase', 'refund', NULL) OR i BETWEEN 10 AND 500 AND n NOT BETWEEN 0 AND 10 OR i2 NOT IN (1, 2, 3)
GROUP BY k;
