-- The pipeline of ./pathway bench windows: the built-in one, and a view with windows of each kind.
CREATE SOURCE messages (
    user_id    text             NOT NULL,
    value      double precision NOT NULL,
    time       bigint,
    event_time bigint           AS (coalesce(time, (extract(epoch FROM broker_time) * 1000)::bigint)),
    WATERMARK FOR event_time AS event_time - INTERVAL '5 seconds'
) INCLUDE timestamp AS broker_time
  FORMAT PLAIN ENCODE JSON;

CREATE MATERIALIZED VIEW events AS
SELECT user_id, count(*) AS count, sum(value) AS total_value, max(event_time) AS time
FROM messages
GROUP BY user_id;

CREATE MATERIALIZED VIEW five_minutes AS
SELECT user_id, window_start, window_end, count(*) AS count, sum(value) AS total_value, min(value) AS min_value,
       max(value) AS max_value, min(event_time) AS first_time, max(event_time) AS last_time
FROM TUMBLE(messages, event_time, INTERVAL '5 minutes')
GROUP BY user_id, window_start, window_end;

CREATE MATERIALIZED VIEW ten_minutes AS
SELECT user_id, window_start, window_end, count(*) AS count, sum(value) AS total_value, min(value) AS min_value,
       max(value) AS max_value, min(event_time) AS first_time, max(event_time) AS last_time
FROM HOP(messages, event_time, INTERVAL '5 minutes', INTERVAL '10 minutes')
GROUP BY user_id, window_start, window_end;

CREATE MATERIALIZED VIEW visits AS
SELECT user_id, window_start, window_end, count(*) AS count, sum(value) AS total_value, min(value) AS min_value,
       max(value) AS max_value, min(event_time) AS first_time, max(event_time) AS last_time
FROM SESSION(messages, event_time, INTERVAL '1 minute')
GROUP BY user_id, window_start, window_end;
