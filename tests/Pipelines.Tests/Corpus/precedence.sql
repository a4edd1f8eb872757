CREATE SOURCE s (
    k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
    ts timestamptz NOT NULL, ts2 timestamptz, day date, u uuid,
    WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
);

CREATE MATERIALIZED VIEW v AS
SELECT k, max(2 + 3 * i - -i) AS a, max(-2 ^ 2 + n) AS b, bool_or(NOT b OR b AND i > 3) AS c, max(i % 5 * 2) AS d, bool_or((i + 1 < i2) = b) AS e
FROM s
GROUP BY k;
