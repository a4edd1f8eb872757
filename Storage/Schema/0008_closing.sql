-- Windows close for good, and sources that become quiet close theirs.
--
-- What reports call closed is stored (window_definitions.closed_through) and never falls. It was computed from the watermarks of
-- the moment before, so a new partition could make windows open again. A window that changes after it was closed says so.
ALTER TABLE window_definitions ADD COLUMN closed_through bigint;  -- windows that end at or before it are closed; null: none is
ALTER TABLE window_definitions SET (fillfactor = 50);             -- updated by commits
ALTER TABLE user_windows ADD COLUMN reopened_at timestamptz;      -- the last change after it was closed; null: there was none

-- The owner of a partition that is read to its end, and has had no record for the idle timeout, lets the watermark follow the
-- clock in steps. idle_at is the time of the last step; it is later than updated_at while no record has followed.
ALTER TABLE source_progress ADD COLUMN idle_at timestamptz;

-- The highest event time of an input that has ended: its watermark is the maximum, and says nothing about its windows any more.
ALTER TABLE source_progress ADD COLUMN ended_time bigint;

-- What was closed until now. If all inputs have ended, that is each window that has a row.
UPDATE window_definitions AS d SET closed_through = CASE
    WHEN g.watermark = 9223372036854775807
        THEN (SELECT max(u.window_end) FROM user_windows AS u WHERE u.window_name = d.window_name)
    ELSE g.watermark - d.lateness
END
FROM global_watermark AS g;

-- The global watermark: the lowest watermark of the partitions that count. A partition does not count if it has ended, or if its
-- last checkpoint is older than the newest of all partitions by more than the idle timeout: it may belong to a source that is
-- not read any more. A partition that becomes quiet together with all others counts, and its watermark follows the clock. A
-- partition without a watermark may still deliver events of any time, so the global watermark is unknown (null) until the
-- partition is idle. If all have ended, every window is closed.
CREATE OR REPLACE VIEW global_watermark AS
SELECT
    CASE
        WHEN bool_and(p.ended) THEN max(p.watermark)
        WHEN bool_and(p.watermark IS NOT NULL) FILTER (WHERE p.counted) THEN min(p.watermark) FILTER (WHERE p.counted)
    END AS watermark,
    max(p.idle_timeout) AS idle_timeout,
    count(*) AS partitions,
    count(*) FILTER (WHERE p.idle) AS idle_partitions,
    max(p.updated_at) FILTER (WHERE NOT p.ended) AS updated_at,
    count(*) FILTER (WHERE p.counted) AS counted_partitions
FROM (
    SELECT p.watermark, p.updated_at, t.idle_timeout, p.ended,
        NOT p.ended AND p.updated_at < now() - t.idle_timeout * interval '1 millisecond' AS idle,
        NOT p.ended
            AND p.updated_at >= max(p.updated_at) FILTER (WHERE NOT p.ended) OVER () - t.idle_timeout * interval '1 millisecond'
            AND NOT (p.watermark IS NULL AND coalesce(p.idle_at > p.updated_at, false)) AS counted
    FROM (SELECT *, coalesce(watermark = 9223372036854775807, false) AS ended FROM source_progress) AS p
    CROSS JOIN (SELECT coalesce(max(d.idle_timeout), 60000) AS idle_timeout FROM window_definitions AS d) AS t
) AS p;

-- idle: no record has become durable for the idle timeout, by the database's clock. counted: the partition takes part in the
-- global watermark.
CREATE OR REPLACE VIEW progress AS
SELECT
    p.source, p.partition, p.next_offset, p.watermark, p.updated_at,
    p.watermark IS DISTINCT FROM 9223372036854775807
        AND coalesce(p.updated_at < now() - g.idle_timeout * interval '1 millisecond', false) AS idle,
    CASE WHEN p.watermark < 9223372036854775807 THEN (extract(epoch FROM now()) * 1000)::bigint - p.watermark END AS behind,
    p.watermark IS DISTINCT FROM 9223372036854775807
        AND coalesce(p.updated_at >= g.updated_at - g.idle_timeout * interval '1 millisecond', false)
        AND NOT (p.watermark IS NULL AND coalesce(p.idle_at > p.updated_at, false)) AS counted
FROM source_progress AS p CROSS JOIN global_watermark AS g;

-- As in 0005_reports.sql, but with the stored boundary. Names without a definition have none.
CREATE OR REPLACE VIEW window_clocks AS
WITH RECURSIVE names (window_name) AS (
    (SELECT w.window_name FROM user_windows AS w ORDER BY w.window_name LIMIT 1)
    UNION ALL
    SELECT (SELECT w.window_name FROM user_windows AS w WHERE w.window_name > n.window_name ORDER BY w.window_name LIMIT 1)
    FROM names AS n WHERE n.window_name IS NOT NULL
)
SELECT
    c.window_name, c.kind, c.size, c.hop, c.gap, c.origin, c.lateness, coalesce(c.boundary, c.lowest) AS closed_through,
    CASE WHEN c.size IS NULL OR c.boundary IS NULL THEN c.lowest ELSE c.boundary - c.size + 1 END AS first_open_start,
    CASE WHEN c.boundary IS NULL THEN c.lowest WHEN c.size IS NULL THEN c.boundary - 1 ELSE c.boundary - c.size END AS last_closed_start
FROM (
    SELECT
        n.window_name, d.kind, d.size, d.hop, d.gap, d.origin, coalesce(d.lateness, 0) AS lateness,
        (-9223372036854775808)::bigint AS lowest,
        CASE
            WHEN d.window_name IS NULL OR g.watermark = 9223372036854775807 THEN g.watermark - coalesce(d.lateness, 0)
            ELSE d.closed_through
        END AS boundary
    FROM (
        SELECT n.window_name FROM names AS n WHERE n.window_name IS NOT NULL
        UNION
        SELECT d.window_name FROM window_definitions AS d
    ) AS n
    LEFT JOIN window_definitions AS d ON d.window_name = n.window_name
    CROSS JOIN global_watermark AS g
) AS c;

CREATE OR REPLACE VIEW closed_windows AS
SELECT
    w.user_id, w.window_name, w.window_start, w.window_end, w.count, w.total_value, w.min_value, w.max_value,
    w.first_time, w.last_time, w.reopened_at
FROM window_clocks AS c
JOIN user_windows AS w
    ON w.window_name = c.window_name AND w.window_start <= c.last_closed_start AND w.window_end <= c.closed_through;

CREATE OR REPLACE VIEW open_windows AS
SELECT
    w.user_id, w.window_name, w.window_start, w.window_end, w.count, w.total_value, w.min_value, w.max_value,
    w.first_time, w.last_time, w.reopened_at
FROM window_clocks AS c
JOIN user_windows AS w
    ON w.window_name = c.window_name AND w.window_start >= c.first_open_start AND w.window_end > c.closed_through;

CREATE OR REPLACE VIEW window_totals AS
SELECT
    t.window_name, t.window_start, t.window_end, t.users, t.count, t.total_value, t.min_value, t.max_value,
    t.first_time, t.last_time, t.window_end <= c.closed_through AS closed, t.reopened_at
FROM (
    SELECT
        w.window_name, w.window_start, max(w.window_end) AS window_end, count(*) AS users, sum(w.count)::bigint AS count,
        sum(w.total_value) AS total_value, min(w.min_value) AS min_value, max(w.max_value) AS max_value,
        min(w.first_time) AS first_time, max(w.last_time) AS last_time, max(w.reopened_at) AS reopened_at
    FROM user_windows AS w
    GROUP BY w.window_name, w.window_start
) AS t
JOIN window_clocks AS c ON c.window_name = t.window_name;

-- Closes the windows that the global watermark has passed. Rows are locked in order, because commits of several processes end
-- with it.
CREATE FUNCTION pathway_close_windows() RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    reached bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM window_definitions) THEN
        RETURN;
    END IF;

    SELECT g.watermark INTO reached FROM global_watermark AS g WHERE g.watermark < 9223372036854775807;
    IF EXISTS (
        SELECT FROM window_definitions AS d
        WHERE reached IS NOT NULL AND (d.closed_through IS NULL OR d.closed_through < reached - d.lateness))
    THEN
        UPDATE window_definitions AS d SET closed_through = reached - d.lateness
        FROM (SELECT l.window_name FROM window_definitions AS l ORDER BY l.window_name FOR NO KEY UPDATE) AS l
        WHERE d.window_name = l.window_name AND (d.closed_through IS NULL OR d.closed_through < reached - d.lateness);
    END IF;
END
$$;

-- Marks inputs that were read to their end, and closes windows. Watermarks are stored without the out-of-orderness.
CREATE FUNCTION pathway_end_inputs(sources text[], partitions integer[], next_offsets numeric[], out_of_orderness bigint)
RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO source_progress AS p (source, partition, next_offset, watermark)
    SELECT w.source, w.partition, w.next_offset, 9223372036854775807
    FROM unnest(sources, partitions, next_offsets) AS w (source, partition, next_offset)
    ORDER BY w.source, w.partition
    ON CONFLICT (source, partition) DO UPDATE SET
        watermark = excluded.watermark, updated_at = now(), ended_time = p.watermark + out_of_orderness
    WHERE p.watermark IS DISTINCT FROM excluded.watermark;

    IF (SELECT g.watermark = 9223372036854775807 FROM global_watermark AS g) THEN
        -- All windows that have rows are closed; those that start later, or go on after the last event, are not.
        UPDATE window_definitions AS d SET closed_through = greatest(d.closed_through, e.last_time + coalesce(d.size, d.gap))
        FROM (SELECT l.window_name FROM window_definitions AS l ORDER BY l.window_name FOR NO KEY UPDATE) AS l
        CROSS JOIN (SELECT max(p.ended_time) AS last_time FROM source_progress AS p) AS e
        WHERE d.window_name = l.window_name;
    ELSE
        PERFORM pathway_close_windows();
    END IF;
END
$$;

-- As in 0004_windows.sql; also marks the windows that were closed before this change, or that appear after their time was
-- closed. The boundary is read once, so that a row costs no further query.
CREATE OR REPLACE FUNCTION pathway_commit_windows(
    gone_users text[], gone_names text[], gone_starts bigint[],
    window_users text[], window_names text[], window_starts bigint[], window_ends bigint[], window_counts bigint[],
    window_totals double precision[], window_minima double precision[], window_maxima double precision[],
    window_firsts bigint[], window_lasts bigint[]
) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
    SET plan_cache_mode = force_custom_plan SET random_page_cost = 0
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
DECLARE
    names text[];
    bounds bigint[];
    merged_users text[];
    merged_names text[];
    merged_starts bigint[];
    merged_times timestamptz[];
BEGIN
    SELECT array_agg(d.window_name), array_agg(d.closed_through) INTO names, bounds
    FROM window_definitions AS d WHERE d.closed_through IS NOT NULL;

    -- Deletes sessions that were merged into others or whose start changed. Before the writes, so that no written row is deleted.
    IF cardinality(gone_users) > 0 THEN
        WITH gone AS (
            DELETE FROM user_windows AS u
            USING (SELECT * FROM unnest(gone_users, gone_names, gone_starts) AS g (user_id, window_name, window_start) OFFSET 0) AS w
            WHERE u.user_id = w.user_id AND u.window_name = w.window_name AND u.window_start = w.window_start
            RETURNING u.user_id, u.window_name, u.window_start,
                CASE WHEN u.window_end <= bounds[array_position(names, u.window_name)] THEN now() ELSE u.reopened_at END AS reopened_at
        )
        SELECT array_agg(g.user_id), array_agg(g.window_name), array_agg(g.window_start), array_agg(g.reopened_at)
        INTO merged_users, merged_names, merged_starts, merged_times
        FROM gone AS g WHERE g.reopened_at IS NOT NULL;
    END IF;

    IF cardinality(window_users) > 0 THEN
        INSERT INTO user_windows AS u (
            user_id, window_name, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time, reopened_at)
        SELECT w.*, CASE WHEN w.window_end <= bounds[array_position(names, w.window_name)] THEN now() END
        FROM unnest(
            window_users, window_names, window_starts, window_ends, window_counts, window_totals, window_minima,
            window_maxima, window_firsts, window_lasts)
            AS w (user_id, window_name, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time)
        ON CONFLICT (user_id, window_name, window_start) DO UPDATE SET
            window_end = excluded.window_end, count = excluded.count, total_value = excluded.total_value,
            min_value = excluded.min_value, max_value = excluded.max_value,
            first_time = excluded.first_time, last_time = excluded.last_time,
            reopened_at = CASE
                WHEN u.window_end <= bounds[array_position(names, u.window_name)] THEN now()
                ELSE coalesce(u.reopened_at, excluded.reopened_at)
            END;
    END IF;

    -- The session that a closed session was merged into has changed it.
    IF merged_users IS NOT NULL THEN
        UPDATE user_windows AS u SET reopened_at = greatest(u.reopened_at, m.reopened_at)
        FROM (
            SELECT * FROM unnest(merged_users, merged_names, merged_starts, merged_times)
                AS m (user_id, window_name, window_start, reopened_at) OFFSET 0
        ) AS m
        WHERE u.user_id = m.user_id AND u.window_name = m.window_name
            AND u.window_start <= m.window_start AND u.window_end > m.window_start;
    END IF;
END
$$;

-- A group commit. Extends the pathway_commit of 0002_commit.sql by windows and by steps: a step raises the watermark of an idle
-- partition, provided that its position is still the given one; another process may have moved it. Returns the indexes (from
-- 0) of the steps that were refused. Batch does not close windows before its end, because it knows that more inputs follow.
CREATE FUNCTION pathway_commit(
    for_writer uuid, number bigint,
    service text, type_hash integer, type_string text,
    hashes integer[], n0s bigint[], n1s bigint[], extensions text[], versions integer[], payloads bytea[],
    user_ids text[], counts bigint[], totals double precision[], times bigint[],
    progress_sources text[], progress_partitions integer[], next_offsets numeric[], watermarks bigint[],
    letter_sources text[], letter_partitions integer[], letter_positions numeric[], letter_reasons text[],
    letter_bytes bytea[],
    late_sources text[], late_partitions integer[], late_positions numeric[], late_windows text[], late_bytes bytea[],
    gone_users text[], gone_names text[], gone_starts bigint[],
    window_users text[], window_names text[], window_starts bigint[], window_ends bigint[], window_counts bigint[],
    window_totals double precision[], window_minima double precision[], window_maxima double precision[],
    window_firsts bigint[], window_lasts bigint[],
    step_sources text[], step_partitions integer[], step_offsets numeric[], step_watermarks bigint[], closes_windows boolean
) RETURNS integer[] LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    refused integer[] := '{}';
BEGIN
    -- Progress is locked in order, here as in the function below.
    IF cardinality(step_sources) > 0 THEN
        PERFORM FROM source_progress AS p
        WHERE (p.source, p.partition) IN (
            SELECT * FROM unnest(step_sources || progress_sources, step_partitions || progress_partitions))
        ORDER BY p.source, p.partition
        FOR UPDATE;
    END IF;

    PERFORM pathway_commit(
        for_writer, number, service, type_hash, type_string, hashes, n0s, n1s, extensions, versions, payloads,
        user_ids, counts, totals, times, progress_sources, progress_partitions, next_offsets, watermarks,
        letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes);

    IF cardinality(step_sources) > 0 THEN
        WITH advanced AS (
            UPDATE source_progress AS p SET watermark = greatest(p.watermark, w.watermark), idle_at = now()
            FROM unnest(step_sources, step_partitions, step_offsets, step_watermarks) WITH ORDINALITY
                AS w (source, partition, next_offset, watermark, place)
            WHERE p.source = w.source AND p.partition = w.partition AND p.next_offset = w.next_offset
                AND p.watermark IS DISTINCT FROM 9223372036854775807
            RETURNING w.place
        )
        SELECT coalesce(array_agg(s.place - 1), '{}') INTO refused
        FROM generate_series(1, cardinality(step_sources)) AS s (place)
        WHERE s.place NOT IN (SELECT a.place FROM advanced AS a);
    END IF;

    PERFORM pathway_commit_windows(
        gone_users, gone_names, gone_starts, window_users, window_names, window_starts, window_ends, window_counts,
        window_totals, window_minima, window_maxima, window_firsts, window_lasts);

    INSERT INTO dead_letters (source, partition, position, reason, raw, windows)
    SELECT w.source, w.partition, w.position, 'late', w.raw, string_to_array(w.windows, ',')
    FROM unnest(late_sources, late_partitions, late_positions, late_windows, late_bytes) AS w (source, partition, position, windows, raw)
    ON CONFLICT DO NOTHING;

    -- Last, because other processes wait for the rows that it locks.
    IF closes_windows THEN
        PERFORM pathway_close_windows();
    END IF;
    RETURN refused;
END
$$;

-- The function of 0006_record_time.sql, for processes of older versions: they close windows too.
CREATE OR REPLACE FUNCTION pathway_commit(
    for_writer uuid, number bigint,
    service text, type_hash integer, type_string text,
    hashes integer[], n0s bigint[], n1s bigint[], extensions text[], versions integer[], payloads bytea[],
    user_ids text[], counts bigint[], totals double precision[], times bigint[],
    progress_sources text[], progress_partitions integer[], next_offsets numeric[], watermarks bigint[],
    letter_sources text[], letter_partitions integer[], letter_positions numeric[], letter_reasons text[],
    letter_bytes bytea[],
    late_sources text[], late_partitions integer[], late_positions numeric[], late_windows text[], late_bytes bytea[],
    gone_users text[], gone_names text[], gone_starts bigint[],
    window_users text[], window_names text[], window_starts bigint[], window_ends bigint[], window_counts bigint[],
    window_totals double precision[], window_minima double precision[], window_maxima double precision[],
    window_firsts bigint[], window_lasts bigint[]
) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM pathway_commit(
        for_writer, number, service, type_hash, type_string, hashes, n0s, n1s, extensions, versions, payloads,
        user_ids, counts, totals, times, progress_sources, progress_partitions, next_offsets, watermarks,
        letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes,
        late_sources, late_partitions, late_positions, late_windows, late_bytes,
        gone_users, gone_names, gone_starts, window_users, window_names, window_starts, window_ends, window_counts,
        window_totals, window_minima, window_maxima, window_firsts, window_lasts,
        '{}', '{}', '{}', '{}', true);
END
$$;
