CREATE SOURCE s (
    name text NOT NULL, v integer, at timestamptz NOT NULL, k text AS (upper(name) || '!'), day date AS (at::date),
    WATERMARK FOR at AS at);

CREATE MATERIALIZED VIEW v AS
SELECT k, day, count(*) AS n, sum(v) AS total
FROM s
GROUP BY k, day;
