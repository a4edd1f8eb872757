CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, count(*) AS n
FROM s
WHERE t LIKE 'a%' OR t LIKE '%\_y' OR t ILIKE 'APPLE%' OR t NOT LIKE '%e%'
GROUP BY k;

CREATE MATERIALIZED VIEW w AS
SELECT k, count(*) FILTER (WHERE t LIKE 'p_r%') AS p
FROM s
WHERE t2 NOT ILIKE 'b'
GROUP BY k;
