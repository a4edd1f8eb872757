CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(CASE WHEN i > 1000 THEN 'high' WHEN i > 100 THEN 'middle' ELSE 'low' END) AS a, sum(CASE t WHEN 'purchase' THEN 1 WHEN 'refund' THEN -1 ELSE 0 END) AS b, max(CASE WHEN b THEN i END) AS c, max(CASE WHEN i <> 0 THEN 100 / i ELSE 0 END) AS d, max(CASE WHEN b THEN i ELSE n END) AS e
FROM s
GROUP BY k;
