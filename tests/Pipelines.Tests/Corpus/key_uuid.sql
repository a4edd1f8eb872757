CREATE SOURCE s (id uuid NOT NULL, v double precision, at timestamptz NOT NULL, WATERMARK FOR at AS at);

CREATE MATERIALIZED VIEW v AS
SELECT id, count(*) AS n, max(v) AS most
FROM s
GROUP BY id;
