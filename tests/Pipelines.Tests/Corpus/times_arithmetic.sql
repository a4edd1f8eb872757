CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(ts + INTERVAL '1 hour') AS a, min(ts - INTERVAL '1 day 2 hours') AS b, max(ts2 - ts) AS c, max(day + 7) AS d, max(day - day) AS e, max(ts + i * INTERVAL '1 minute') AS f, max(ts2 + INTERVAL '1 month') AS g, max(ts + INTERVAL '1 hour' / 2) AS h, bool_or(ts2 - ts > INTERVAL '1 day') AS j, max(extract(epoch FROM ts2 - ts)) AS l
FROM s
GROUP BY k;
