CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, count(*) FILTER (WHERE i = i2) AS a, count(*) FILTER (WHERE i <> i2) AS b, count(*) FILTER (WHERE i < n) AS c, count(*) FILTER (WHERE n >= d) AS d, count(*) FILTER (WHERE t < t2) AS e, count(*) FILTER (WHERE ts2 > ts) AS f, count(*) FILTER (WHERE day <= ts) AS g, count(*) FILTER (WHERE u = u) AS h, count(*) FILTER (WHERE b = (i > 0)) AS i, count(*) FILTER (WHERE b <= false) AS j, count(*) FILTER (WHERE i != 3) AS l
FROM s
GROUP BY k;
