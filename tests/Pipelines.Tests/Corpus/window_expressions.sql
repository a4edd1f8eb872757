CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v WITH (allowed_lateness = '30 minutes') AS
SELECT k, window_start, window_end, date_trunc('hour', window_start) AS hour, sum(i) / extract(epoch FROM window_end - window_start) AS rate, window_start + INTERVAL '30 seconds' AS middle
FROM TUMBLE(s, ts, INTERVAL '1 minute')
GROUP BY k, window_start, window_end;
