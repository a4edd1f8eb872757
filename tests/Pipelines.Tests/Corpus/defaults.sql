CREATE SOURCE s (
    k text NOT NULL, i integer DEFAULT 7 ON EMPTY, t text DEFAULT 'none' ON EMPTY, b boolean DEFAULT false ON EMPTY,
    n numeric DEFAULT -1.5 ON EMPTY, at timestamptz NOT NULL, WATERMARK FOR at AS at
);

CREATE MATERIALIZED VIEW v AS
SELECT k, sum(i) AS i, count(*) FILTER (WHERE t = 'none') AS none, bool_or(b) AS b, min(n) AS n
FROM s
GROUP BY k;
