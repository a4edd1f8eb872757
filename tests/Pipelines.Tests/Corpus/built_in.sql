CREATE SOURCE user_events (
    user_id text NOT NULL, value double precision NOT NULL, time bigint NOT NULL,
    WATERMARK FOR time AS time - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW events AS
SELECT user_id, count(*) AS count, sum(value) AS total_value, max(time) AS time
FROM user_events
GROUP BY user_id;
