CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(lower(t)) AS a, max(upper(t)) AS b, max(length(t)) AS c, max(substr(t, 2)) AS d, max(substr(t, 2, 3)) AS e, max(replace(t, 'a', 'xy')) AS f, max(split_part(t, ',', 2)) AS g, bool_or(starts_with(t, 'ap')) AS h
FROM s
GROUP BY k;
