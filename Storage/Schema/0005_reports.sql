-- Views for reports. They are not materialized: they show the current contents of the tables. Times are ms since the
-- epoch, as in the tables.

-- The global watermark: the lowest watermark of the partitions that are not idle. A partition is idle if its last commit
-- is older than the latest commit of all partitions by more than the idle timeout. The age is not measured from now: if
-- all partitions stop, none becomes idle, and the result does not change with time. A partition that is not idle and has
-- had no event yet may still deliver events of any time, so the global watermark is unknown (null). Partitions that have
-- ended, which have the maximum watermark, are ignored unless all have ended: then every window is closed.
CREATE VIEW global_watermark AS
SELECT
    CASE
        WHEN bool_and(p.ended) THEN max(p.watermark)
        WHEN bool_and(p.watermark IS NOT NULL) FILTER (WHERE NOT p.idle) THEN min(p.watermark) FILTER (WHERE NOT p.idle AND NOT p.ended)
    END AS watermark,
    max(p.idle_timeout) AS idle_timeout,
    count(*) AS partitions,
    count(*) FILTER (WHERE p.idle) AS idle_partitions,
    max(p.updated_at) FILTER (WHERE NOT p.ended) AS updated_at
FROM (
    SELECT p.watermark, p.updated_at, t.idle_timeout, p.ended,
        NOT p.ended AND p.updated_at < max(p.updated_at) FILTER (WHERE NOT p.ended) OVER () - t.idle_timeout * interval '1 millisecond' AS idle
    FROM (SELECT *, coalesce(watermark = 9223372036854775807, false) AS ended FROM source_progress) AS p
    CROSS JOIN (SELECT coalesce(max(d.idle_timeout), 60000) AS idle_timeout FROM window_definitions AS d) AS t
) AS p;

-- The progress of each partition: everything below next_offset is durable. behind: ms from its watermark to now, by the
-- database's clock; null if it has no watermark or has ended.
CREATE VIEW progress AS
SELECT
    p.source, p.partition, p.next_offset, p.watermark, p.updated_at,
    p.watermark IS DISTINCT FROM 9223372036854775807
        AND coalesce(p.updated_at < g.updated_at - g.idle_timeout * interval '1 millisecond', false) AS idle,
    CASE WHEN p.watermark < 9223372036854775807 THEN (extract(epoch FROM now()) * 1000)::bigint - p.watermark END AS behind
FROM source_progress AS p CROSS JOIN global_watermark AS g;

-- The boundary between open and closed windows for each window name. A window is closed when the global watermark has
-- reached its end plus the lateness of its definition, that is, when its end is at or below closed_through. For windows of
-- a fixed size the starts give the same boundary, so that an index scan can skip all windows on the other side; for
-- sessions the starts only show which ones cannot be closed. Names are also read from the index, one probe each, so that
-- rows without a definition are not missing from reports.
CREATE VIEW window_clocks AS
WITH RECURSIVE names (window_name) AS (
    (SELECT w.window_name FROM user_windows AS w ORDER BY w.window_name LIMIT 1)
    UNION ALL
    SELECT (SELECT w.window_name FROM user_windows AS w WHERE w.window_name > n.window_name ORDER BY w.window_name LIMIT 1)
    FROM names AS n WHERE n.window_name IS NOT NULL
)
SELECT
    c.window_name, c.kind, c.size, c.hop, c.gap, c.origin, c.lateness, c.closed_through,
    CASE WHEN c.size IS NULL OR c.unknown THEN c.lowest ELSE c.closed_through - c.size + 1 END AS first_open_start,
    CASE WHEN c.unknown THEN c.lowest WHEN c.size IS NULL THEN c.closed_through - 1 ELSE c.closed_through - c.size END AS last_closed_start
FROM (
    SELECT
        n.window_name, d.kind, d.size, d.hop, d.gap, d.origin, coalesce(d.lateness, 0) AS lateness,
        b.lowest, g.watermark IS NULL AS unknown, coalesce(g.watermark - coalesce(d.lateness, 0), b.lowest) AS closed_through
    FROM (
        SELECT n.window_name FROM names AS n WHERE n.window_name IS NOT NULL
        UNION
        SELECT d.window_name FROM window_definitions AS d
    ) AS n
    LEFT JOIN window_definitions AS d ON d.window_name = n.window_name
    CROSS JOIN global_watermark AS g
    CROSS JOIN (VALUES ((-9223372036854775808)::bigint)) AS b (lowest)
) AS c;

-- Windows that no event can change any more, except an event of a partition that was idle.
CREATE VIEW closed_windows AS
SELECT
    w.user_id, w.window_name, w.window_start, w.window_end, w.count, w.total_value, w.min_value, w.max_value,
    w.first_time, w.last_time
FROM window_clocks AS c
JOIN user_windows AS w
    ON w.window_name = c.window_name AND w.window_start <= c.last_closed_start AND w.window_end <= c.closed_through;

-- The open windows; their values may still change.
CREATE VIEW open_windows AS
SELECT
    w.user_id, w.window_name, w.window_start, w.window_end, w.count, w.total_value, w.min_value, w.max_value,
    w.first_time, w.last_time
FROM window_clocks AS c
JOIN user_windows AS w
    ON w.window_name = c.window_name AND w.window_start >= c.first_open_start AND w.window_end > c.closed_through;

-- The totals of each window over all its users. Totals are sums of doubles in no particular order. A session starts with
-- its user's first event: only sessions that start in the same millisecond are combined into one row.
CREATE VIEW window_totals AS
SELECT
    t.window_name, t.window_start, t.window_end, t.users, t.count, t.total_value, t.min_value, t.max_value,
    t.first_time, t.last_time, t.window_end <= c.closed_through AS closed
FROM (
    SELECT
        w.window_name, w.window_start, max(w.window_end) AS window_end, count(*) AS users, sum(w.count)::bigint AS count,
        sum(w.total_value) AS total_value, min(w.min_value) AS min_value, max(w.max_value) AS max_value,
        min(w.first_time) AS first_time, max(w.last_time) AS last_time
    FROM user_windows AS w
    GROUP BY w.window_name, w.window_start
) AS t
JOIN window_clocks AS c ON c.window_name = t.window_name;

-- The users with the most events, and those with the highest totals, in descending order. Scans events once: an index for
-- them would make every commit slower.
CREATE VIEW top_users AS
SELECT e.user_id, e.count, e.total_value, e.time FROM events AS e ORDER BY e.count DESC, e.user_id COLLATE "C";

CREATE VIEW top_users_by_total AS
SELECT e.user_id, e.count, e.total_value, e.time FROM events AS e ORDER BY e.total_value DESC, e.user_id COLLATE "C";

CREATE VIEW dead_letters_by_reason AS
SELECT
    l.reason, count(*) AS letters, min(l.recorded_at) AS first_recorded_at, max(l.recorded_at) AS last_recorded_at
FROM dead_letters AS l
GROUP BY l.reason;
