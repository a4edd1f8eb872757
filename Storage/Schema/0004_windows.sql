-- Event-time windows.

-- The definition of each window name: written by the engines, read by the views. The definition of a name does not change
-- while the name has rows.
CREATE TABLE window_definitions (
    window_name     text PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('tumbling', 'sliding', 'session')),
    size            bigint,           -- ms; tumbling and sliding
    hop             bigint,           -- ms; sliding (for tumbling windows: the size)
    gap             bigint,           -- ms; session
    origin          bigint,           -- ms since the epoch: starts are origin + n * hop; tumbling and sliding
    lateness        bigint NOT NULL,  -- ms after a window's end in which events are still accepted
    idle_timeout    bigint NOT NULL,  -- ms without progress after which a partition is idle
    updated_at      timestamptz NOT NULL DEFAULT now()
);

-- One row per user and window with an event; times are ms since the epoch. Rows of open windows are updated by every
-- commit that changes them, rows of closed windows never.
CREATE TABLE user_windows (
    user_id      text NOT NULL,
    window_name  text NOT NULL,
    window_start bigint NOT NULL,
    window_end   bigint NOT NULL,     -- exclusive; for a session: its last event plus the gap
    count        bigint NOT NULL,
    total_value  double precision NOT NULL,
    min_value    double precision NOT NULL,
    max_value    double precision NOT NULL,
    first_time   bigint NOT NULL,     -- lowest and highest event time in the window
    last_time    bigint NOT NULL,
    PRIMARY KEY (user_id, window_name, window_start)
) WITH (fillfactor = 50);                -- leaves room for HOT updates, as a commit updates most open windows

-- For reports on a window of all users. None of its columns ever changes in a row, so updates stay HOT.
CREATE INDEX user_windows_by_start ON user_windows (window_name, window_start, user_id);

-- Events that would advance the watermark too far are rejected until a certain number of them arrive in a row; then the
-- watermark advances. Their count is part of a partition's progress, so that the next reader makes the same decisions.
ALTER TABLE source_progress
    ADD COLUMN future_run   integer NOT NULL DEFAULT 0,
    ADD COLUMN future_floor bigint;     -- lowest event time of the run, ms since the epoch

-- An event that is late for some windows is counted in its user's totals; this column has the names of those windows.
ALTER TABLE dead_letters ADD COLUMN windows text[];

-- Writes the window rows of a commit after the state rows of their users: the lock on a user's state row protects its windows.
-- Planned like pathway_commit, for the same reason.
CREATE FUNCTION pathway_commit_windows(
    gone_users text[], gone_names text[], gone_starts bigint[],
    window_users text[], window_names text[], window_starts bigint[], window_ends bigint[], window_counts bigint[],
    window_totals double precision[], window_minima double precision[], window_maxima double precision[],
    window_firsts bigint[], window_lasts bigint[]
) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
    SET plan_cache_mode = force_custom_plan SET random_page_cost = 0
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
BEGIN
    -- Deletes sessions that were merged into others or whose start changed. Before the writes, so that no written row is deleted.
    IF cardinality(gone_users) > 0 THEN
        DELETE FROM user_windows AS u
        USING (SELECT * FROM unnest(gone_users, gone_names, gone_starts) AS g (user_id, window_name, window_start) OFFSET 0) AS w
        WHERE u.user_id = w.user_id AND u.window_name = w.window_name AND u.window_start = w.window_start;
    END IF;

    IF cardinality(window_users) > 0 THEN
        INSERT INTO user_windows (
            user_id, window_name, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time)
        SELECT * FROM unnest(
            window_users, window_names, window_starts, window_ends, window_counts, window_totals, window_minima,
            window_maxima, window_firsts, window_lasts)
        ON CONFLICT (user_id, window_name, window_start) DO UPDATE SET
            window_end = excluded.window_end, count = excluded.count, total_value = excluded.total_value,
            min_value = excluded.min_value, max_value = excluded.max_value,
            first_time = excluded.first_time, last_time = excluded.last_time;
    END IF;
END
$$;

-- A group commit with windows: extends the earlier pathway_commit.
CREATE FUNCTION pathway_commit(
    for_writer uuid, number bigint,
    service text, type_hash integer, type_string text,
    hashes integer[], n0s bigint[], n1s bigint[], extensions text[], versions integer[], payloads bytea[],
    user_ids text[], counts bigint[], totals double precision[], times bigint[],
    progress_sources text[], progress_partitions integer[], next_offsets numeric[], watermarks bigint[],
    letter_sources text[], letter_partitions integer[], letter_positions numeric[], letter_reasons text[],
    letter_bytes bytea[],
    future_runs integer[], future_floors bigint[],
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
        letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes);

    -- Of two writers the one with the higher offset has the newer values; with the same offset the values are the same.
    UPDATE source_progress AS p SET future_run = w.future_run, future_floor = w.future_floor
    FROM unnest(progress_sources, progress_partitions, next_offsets, future_runs, future_floors)
        AS w (source, partition, next_offset, future_run, future_floor)
    WHERE p.source = w.source AND p.partition = w.partition AND p.next_offset = w.next_offset
        AND (p.future_run, p.future_floor) IS DISTINCT FROM (w.future_run, w.future_floor);

    PERFORM pathway_commit_windows(
        gone_users, gone_names, gone_starts, window_users, window_names, window_starts, window_ends, window_counts,
        window_totals, window_minima, window_maxima, window_firsts, window_lasts);

    INSERT INTO dead_letters (source, partition, position, reason, raw, windows)
    SELECT w.source, w.partition, w.position, 'late', w.raw, string_to_array(w.windows, ',')
    FROM unnest(late_sources, late_partitions, late_positions, late_windows, late_bytes) AS w (source, partition, position, windows, raw)
    ON CONFLICT DO NOTHING;
END
$$;

-- Reads rows of windows that were evicted from a user's state, for an event of another partition that is not late for them.
-- For each index in the arrays (from 0): the windows of that user and name that overlap the range from one time to another
-- and start at or after a third, and the few that start before it and overlap the range too. The latter exist because
-- sessions have any length, but they overlap by less than their gap.
CREATE FUNCTION pathway_recall(user_ids text[], window_names text[], scan_froms bigint[], froms bigint[], tos bigint[])
RETURNS TABLE (
    place integer, window_start bigint, window_end bigint, count bigint, total_value double precision,
    min_value double precision, max_value double precision, first_time bigint, last_time bigint
) LANGUAGE plpgsql STABLE
    SET search_path FROM CURRENT
    SET plan_cache_mode = force_custom_plan SET random_page_cost = 0
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
BEGIN
    RETURN QUERY
    SELECT (w.ordinal - 1)::integer, u.window_start, u.window_end, u.count, u.total_value, u.min_value, u.max_value, u.first_time, u.last_time
    FROM unnest(user_ids, window_names, scan_froms, froms, tos) WITH ORDINALITY AS w (user_id, window_name, scan_from, since, till, ordinal)
    CROSS JOIN LATERAL (
        SELECT inside.* FROM user_windows AS inside
        WHERE inside.user_id = w.user_id AND inside.window_name = w.window_name
            AND inside.window_start >= w.scan_from AND inside.window_start < w.till AND inside.window_end > w.since
        UNION ALL
        SELECT before.* FROM (
            SELECT * FROM user_windows AS b
            WHERE b.user_id = w.user_id AND b.window_name = w.window_name AND b.window_start < w.scan_from
            ORDER BY b.window_start DESC
            LIMIT 4
        ) AS before
        WHERE before.window_end > w.since
    ) AS u;
END
$$;

-- Writes a user's windows for Orleans' ADO.NET provider, from the changes in the payload:
--   {"changes":{"rows":[[name,start,end,count,total,min,max,first,last]],"gone":[[name,start]],
--               "late":[[source,partition,position,names,event]]}}
CREATE FUNCTION pathway_write_windows(payload bytea) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
    SET enable_seqscan = off
AS $$
DECLARE
    document json := convert_from(payload, 'UTF8')::json;
    changes json := document -> 'changes';
    owner text := document ->> 'user';
BEGIN
    IF changes IS NULL THEN
        RETURN;
    END IF;

    PERFORM pathway_commit_windows(
        g.users, g.names, g.starts, r.users, r.names, r.starts, r.ends, r.counts, r.totals, r.minima, r.maxima, r.firsts, r.lasts)
    FROM (
        SELECT
            coalesce(array_agg(owner), '{}') AS users, coalesce(array_agg(e ->> 0), '{}') AS names,
            coalesce(array_agg((e ->> 1)::bigint), '{}') AS starts
        FROM json_array_elements(changes -> 'gone') AS e
    ) AS g, (
        SELECT
            coalesce(array_agg(owner), '{}') AS users, coalesce(array_agg(e ->> 0), '{}') AS names,
            coalesce(array_agg((e ->> 1)::bigint), '{}') AS starts, coalesce(array_agg((e ->> 2)::bigint), '{}') AS ends,
            coalesce(array_agg((e ->> 3)::bigint), '{}') AS counts, coalesce(array_agg((e ->> 4)::double precision), '{}') AS totals,
            coalesce(array_agg((e ->> 5)::double precision), '{}') AS minima, coalesce(array_agg((e ->> 6)::double precision), '{}') AS maxima,
            coalesce(array_agg((e ->> 7)::bigint), '{}') AS firsts, coalesce(array_agg((e ->> 8)::bigint), '{}') AS lasts
        FROM json_array_elements(changes -> 'rows') AS e
    ) AS r;

    INSERT INTO dead_letters (source, partition, position, reason, raw, windows)
    SELECT e ->> 0, (e ->> 1)::integer, (e ->> 2)::numeric, 'late', convert_to(e ->> 4, 'UTF8'), string_to_array(e ->> 3, ',')
    FROM json_array_elements(changes -> 'late') AS e
    ON CONFLICT DO NOTHING;
END
$$;

-- Like pathway_write_state (0003_orleans.sql); also writes the windows of a user in the same transaction.
CREATE FUNCTION pathway_write_state_and_windows(
    id_hash integer, n0 bigint, n1 bigint, type_hash integer, type_string text, extension text, service text,
    read_version integer, payload bytea
) RETURNS integer LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    new_version integer := pathway_write_state(
        id_hash, n0, n1, type_hash, type_string, extension, service, read_version, payload);
BEGIN
    IF new_version IS DISTINCT FROM read_version AND type_string = 'user' THEN
        PERFORM pathway_write_windows(payload);
    END IF;
    RETURN new_version;
END
$$;

-- Like pathway_remove_state; also deletes the windows of a user in the same transaction.
CREATE FUNCTION pathway_remove_state_and_windows(
    id_hash integer, n0 bigint, n1 bigint, type_hash integer, type_string text, extension text, service text,
    read_version integer, keep_row boolean
) RETURNS integer LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    owner text;
    new_version integer;
BEGIN
    IF type_string = 'user' THEN
        SELECT convert_from(l.payload, 'UTF8')::json ->> 'user' INTO owner
        FROM pathway_load(service, type_hash, type_string, ARRAY[id_hash], ARRAY[n0], ARRAY[n1], ARRAY[extension]) AS l;
    END IF;

    new_version := pathway_remove_state(id_hash, n0, n1, type_hash, type_string, extension, service, read_version, keep_row);
    IF new_version IS DISTINCT FROM read_version THEN
        DELETE FROM user_windows AS u WHERE u.user_id = owner;
    END IF;
    RETURN new_version;
END
$$;

UPDATE orleansquery SET querytext = replace(replace(querytext,
    'pathway_write_state(', 'pathway_write_state_and_windows('),
    'pathway_remove_state(', 'pathway_remove_state_and_windows(')
WHERE querykey IN ('WriteToStorageKey', 'ClearStorageKey', 'DeleteStorageKey');
