CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW days WITH (allowed_lateness = '30 minutes') AS
SELECT k, window_start, window_end, count(*) AS n
FROM TUMBLE(s, ts, INTERVAL '1 day', time_zone => 'Europe/Berlin')
GROUP BY k, window_start, window_end;

CREATE MATERIALIZED VIEW weeks AS
SELECT k, window_start, window_end, sum(i) AS i
FROM TUMBLE(s, ts, INTERVAL '7 days', time_zone => 'America/New_York')
GROUP BY k, window_start, window_end;

CREATE MATERIALIZED VIEW months AS
SELECT k, window_start, window_end, max(t) AS t
FROM TUMBLE(s, ts, INTERVAL '1 month', time_zone => 'Asia/Kolkata')
GROUP BY k, window_start, window_end;
