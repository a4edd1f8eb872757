CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(('1' || abs(i))::integer) AS a, max((i || '.5')::numeric) AS b, max((i || 'e-1')::double precision) AS c, max('2024-02-29'::date) AS d, max(TIMESTAMPTZ '2024-02-29 12:00:00+01') AS e, bool_or('yes'::boolean) AS f
FROM s
GROUP BY k;
