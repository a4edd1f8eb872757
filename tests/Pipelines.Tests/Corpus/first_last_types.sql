CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, first_value(b) AS b, last_value(ts2) AS ts2, last_value(day) AS day, first_value(u) AS u, last_value(l) AS l, last_value(r) AS r
FROM s
GROUP BY k;
