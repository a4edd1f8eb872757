CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(i::text) AS a, max(i::bigint) AS b, max(i::numeric) AS c, max(n::integer) AS d, max(d::integer) AS e, max(CAST(i AS double precision)) AS f, max(ts::date) AS g, sum(b::integer) AS h, max(d::numeric) AS i, max(day::timestamptz) AS j, max(u::text) AS l, bool_or(i2::boolean) AS m, max(n::real) AS o
FROM s
GROUP BY k;
