CREATE SOURCE s (n numeric NOT NULL, since timestamptz NOT NULL, v integer, at timestamptz NOT NULL, WATERMARK FOR at AS at);

CREATE MATERIALIZED VIEW v AS
SELECT n, since, count(*) AS c, min(v) AS least
FROM s
GROUP BY n, since;
