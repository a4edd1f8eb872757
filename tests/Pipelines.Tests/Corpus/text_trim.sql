CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(trim(t)) AS a, max(btrim(t, ' p')) AS b, max(ltrim(t)) AS c, max(rtrim(t)) AS d, max(ltrim(t, 'ap')) AS e, max(rtrim(t, 'es')) AS f, max(btrim(t)) AS g
FROM s
GROUP BY k;
