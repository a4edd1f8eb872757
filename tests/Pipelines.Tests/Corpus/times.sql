CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(date_trunc('hour', ts)) AS a, max(date_trunc('day', ts2, 'Europe/Berlin')) AS b, max(date_trunc('month', ts2)) AS c, max(extract(hour FROM ts)) AS d, max(extract(dow FROM day)) AS e, max(extract(epoch FROM ts)) AS f, max(to_timestamp(abs(i))) AS g, max(date_trunc('week', ts)) AS h, max(extract(second FROM ts)) AS j, max(date_part('minute', ts)) AS k2
FROM s
GROUP BY k;
