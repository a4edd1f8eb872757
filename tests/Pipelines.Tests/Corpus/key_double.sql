CREATE SOURCE s (d double precision NOT NULL, r real NOT NULL, v integer, at timestamptz NOT NULL, WATERMARK FOR at AS at);

CREATE MATERIALIZED VIEW v AS
SELECT d, r, count(*) AS c
FROM s
GROUP BY d, r;
