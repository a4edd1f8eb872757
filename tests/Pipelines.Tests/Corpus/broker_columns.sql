CREATE SOURCE s (k text NOT NULL, v integer)
INCLUDE timestamp AS stored, partition AS part, offset AS place, key AS message_key, header 'trace' AS trace
WITH (connector = 'kafka', topic = 'events') FORMAT PLAIN ENCODE JSON;

CREATE MATERIALIZED VIEW v AS
SELECT k, count(*) AS n, max(stored) AS stored, max(part) AS part, max(place) AS place, max(message_key) AS message_key, min(trace) AS trace
FROM s
GROUP BY k;

CREATE MATERIALIZED VIEW w WITH (allowed_lateness = '30 minutes') AS
SELECT k, window_start, window_end, count(*) AS n
FROM TUMBLE(s, stored, INTERVAL '10 minutes')
GROUP BY k, window_start, window_end;
