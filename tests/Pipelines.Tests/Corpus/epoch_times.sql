CREATE SOURCE s (
    k text NOT NULL, a timestamptz FORMAT 'epoch_seconds', b timestamptz FORMAT 'epoch_millis', c timestamptz FORMAT 'epoch_micros',
    e timestamptz FORMAT 'iso8601', at timestamptz FORMAT 'epoch_millis' NOT NULL, WATERMARK FOR at AS at - INTERVAL '1 second'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(a) AS a, max(b) AS b, max(c) AS c, max(e) AS e
FROM s
GROUP BY k;
