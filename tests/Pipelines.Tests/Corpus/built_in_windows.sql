CREATE SOURCE user_events (
    user_id text NOT NULL, value double precision NOT NULL, time bigint NOT NULL,
    WATERMARK FOR time AS time - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW events AS
SELECT user_id, count(*) AS count, sum(value) AS total_value, max(time) AS time
FROM user_events
GROUP BY user_id;

CREATE MATERIALIZED VIEW minutes AS
SELECT user_id, window_start, window_end, count(*) AS count, sum(value) AS total_value, min(value) AS min_value, max(value) AS max_value, min(time) AS first_time, max(time) AS last_time
FROM TUMBLE(user_events, time, INTERVAL '1 minute')
GROUP BY user_id, window_start, window_end;

CREATE MATERIALIZED VIEW visits WITH (allowed_lateness = '1 day') AS
SELECT user_id, window_start, window_end, count(*) AS count, sum(value) AS total_value
FROM SESSION(user_events, time, INTERVAL '30 seconds')
GROUP BY user_id, window_start, window_end;
