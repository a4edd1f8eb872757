CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW a WITH (allowed_lateness = '1 day') AS
SELECT k, window_start, window_end, count(*) AS n
FROM TUMBLE(s, ts, INTERVAL '1 minute')
GROUP BY k, window_start, window_end;

CREATE MATERIALIZED VIEW b WITH (allowed_lateness = '1 day') AS
SELECT k, window_start, window_end, sum(d) AS d
FROM HOP(s, ts, INTERVAL '1 minute', INTERVAL '2 minutes')
GROUP BY k, window_start, window_end;

CREATE MATERIALIZED VIEW c WITH (allowed_lateness = '1 day') AS
SELECT k, window_start, window_end, max(t) AS t
FROM CUMULATE(s, ts, INTERVAL '1 minute', INTERVAL '3 minutes')
GROUP BY k, window_start, window_end;

CREATE MATERIALIZED VIEW d WITH (allowed_lateness = '1 day') AS
SELECT k, window_start, window_end, min(ts2) AS ts2
FROM SESSION(s, ts, INTERVAL '45 seconds')
GROUP BY k, window_start, window_end;

CREATE MATERIALIZED VIEW e AS
SELECT k, count(*) AS n
FROM s
GROUP BY k;

CREATE VIEW joined AS SELECT e.k, e.n, a.window_start, a.n AS in_window FROM e JOIN a USING (k);
CREATE VIEW totals AS SELECT window_start, sum(n) AS n FROM a GROUP BY window_start HAVING sum(n) > 1 ORDER BY window_start;
