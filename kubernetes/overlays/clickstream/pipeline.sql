-- The purchases of a web shop: totals of each customer, and revenue by hour.
CREATE SOURCE purchases (
    customer_id text        PATH '$.customer.id' NOT NULL,
    country     text        PATH '$.customer.country',
    event       text        NOT NULL,
    sku         text,
    amount      numeric     DEFAULT 0 ON EMPTY,
    at          timestamptz PATH '$.ts' NOT NULL,
    is_large    boolean     AS (amount >= 1000),
    WATERMARK FOR at AS at - INTERVAL '5 seconds'
) INCLUDE timestamp AS broker_time, key AS message_key
  WITH (connector = 'kafka', topic = 'purchases')
  FORMAT PLAIN ENCODE JSON;

CREATE MATERIALIZED VIEW customers AS
SELECT customer_id, count(*) AS purchases, sum(amount) AS revenue, avg(amount) AS basket,
       count(*) FILTER (WHERE is_large) AS large_ones, max(at) AS last_seen
FROM purchases
WHERE event = 'purchase'
GROUP BY customer_id;

CREATE MATERIALIZED VIEW revenue_per_hour WITH (allowed_lateness = '10 minutes') AS
SELECT customer_id, window_start, window_end, sum(amount) AS revenue,
       approx_count_distinct(sku) AS skus,
       approx_percentile(0.95) WITHIN GROUP (ORDER BY amount) AS p95
FROM TUMBLE(purchases, at, INTERVAL '1 hour')
WHERE event = 'purchase'
GROUP BY customer_id, window_start, window_end;

-- Anything else is ordinary Postgres, evaluated when it is read: joins, HAVING, ORDER BY, totals over all keys.
CREATE VIEW best_hours AS
SELECT window_start, sum(revenue) AS revenue FROM revenue_per_hour GROUP BY window_start;
