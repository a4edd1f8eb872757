CREATE SOURCE s (
    k text NOT NULL, price numeric, quantity integer, name text, at timestamptz NOT NULL,
    total numeric AS (price * quantity), is_large boolean AS (price * quantity > 5000),
    label text AS (CASE WHEN quantity > 100 THEN 'bulk' WHEN quantity IS NULL THEN 'unknown' ELSE lower(name) END),
    WATERMARK FOR at AS at
);

CREATE MATERIALIZED VIEW v AS
SELECT k, sum(total) AS total, count(*) FILTER (WHERE is_large) AS large, max(label) AS label
FROM s
GROUP BY k;
