CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, count(*) FILTER (WHERE b) AS yes, count(*) FILTER (WHERE NOT b) AS no, count(*) FILTER (WHERE b IS NULL) AS unknown, sum(i) FILTER (WHERE t = 'purchase') AS bought, avg(n) FILTER (WHERE n > 0 AND b) AS mean, max(t) FILTER (WHERE i < 0) AS t
FROM s
GROUP BY k;
