CREATE SOURCE s (flag boolean NOT NULL, v integer, at timestamptz NOT NULL, WATERMARK FOR at AS at);

CREATE MATERIALIZED VIEW v AS
SELECT flag, count(*) AS n
FROM s
GROUP BY flag;
