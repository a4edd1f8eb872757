CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, min(i) AS i0, max(i) AS i1, min(l) AS l0, max(l) AS l1, min(n) AS n0, max(n) AS n1, min(d) AS d0, max(d) AS d1, min(r) AS r0, max(r) AS r1
FROM s
GROUP BY k;
