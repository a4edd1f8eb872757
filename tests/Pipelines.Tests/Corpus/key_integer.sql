CREATE SOURCE s (id integer NOT NULL, v integer, at timestamptz NOT NULL, WATERMARK FOR at AS at);

CREATE MATERIALIZED VIEW v AS
SELECT id, count(*) AS n, sum(v) AS total
FROM s
GROUP BY id;
