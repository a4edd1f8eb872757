CREATE SOURCE s (a text NOT NULL, b date NOT NULL, v numeric, at timestamptz NOT NULL, WATERMARK FOR at AS at);

CREATE MATERIALIZED VIEW v AS SELECT b, a, sum(v) AS total FROM s GROUP BY a, b;
CREATE MATERIALIZED VIEW w AS SELECT a, b, count(v) AS n, a || ' ' || b AS label FROM s GROUP BY b, a;
