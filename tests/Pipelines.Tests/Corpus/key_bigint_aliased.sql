CREATE SOURCE s (id bigint NOT NULL, v integer, at timestamptz NOT NULL, WATERMARK FOR at AS at);

CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n, id AS "the key", id + 1 AS next FROM s GROUP BY id;
