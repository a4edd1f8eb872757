CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, sum(n) / nullif(count(*), 0) AS mean, (max(i) - min(i)) * 2 AS width, coalesce(max(t), 'none') || '!' AS t, CASE WHEN count(*) > 10 THEN 'many' ELSE 'few' END AS size, round(avg(n), 2) AS rounded, count(*) > 5 AND bool_or(b) AS busy
FROM s
GROUP BY k;
