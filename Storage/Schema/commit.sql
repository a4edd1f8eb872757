-- revision 1
-- A group commit is one call of pathway_commit: one statement, one transaction and one round trip. The server has received all
-- input before it takes the first lock, so a client that freezes or is lost while sending holds no locks. Signatures of earlier
-- builds are in earlier_commits.sql.
--
-- Errors that the writer handles:
--   PW001  a row's version has changed since this writer read it; nothing was written
--   PW002  this writer's commit number is not the next one: an earlier attempt has succeeded
--   PW003  this writer is not registered, or not any more: the service was reset
--   PW005  the commit has events of an input that is finished
--
-- Steps raise the watermarks of idle partitions, provided that the position is still the given one; another process may have moved
-- it. The result has the indexes (from 0) of the steps that were refused. Batch does not close windows before its end, because it
-- knows that more inputs follow. inputs are the numbers of the inputs with an end whose events are written.
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
    window_firsts bigint[], window_lasts bigint[],
    step_sources text[], step_partitions integer[], step_offsets numeric[], step_watermarks bigint[], closes_windows boolean,
    inputs bigint[]
) RETURNS integer[] LANGUAGE plpgsql
    SET search_path FROM CURRENT
    -- The only plan that is good for any table size is an index probe per row. By default the planner assumes that a new
    -- table is nearly empty and scans the whole table for every row, and plpgsql keeps that plan while the table grows: a
    -- commit then takes seconds, quadratic in its size. Therefore each call is planned for its number of rows, with page
    -- costs that always favour the index.
    SET plan_cache_mode = force_custom_plan SET random_page_cost = 0
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
DECLARE
    updated integer := 0;
    inserted integer := 0;
    refused integer[] := '{}';
BEGIN
    IF cardinality(inputs) > 0 AND pathway_is_finished(inputs) THEN
        RAISE EXCEPTION 'the commit has events of an input that is finished' USING ERRCODE = 'PW005';
    END IF;

    -- Progress is locked in order, here as below.
    IF cardinality(step_sources) > 0 THEN
        PERFORM FROM source_progress AS p
        WHERE (p.source, p.partition) IN (
            SELECT * FROM unnest(step_sources || progress_sources, step_partitions || progress_partitions))
        ORDER BY p.source, p.partition
        FOR UPDATE;
    END IF;

    UPDATE writer_commits SET commit_no = number, committed_at = now()
    WHERE writer = for_writer AND commit_no = number - 1;
    IF NOT FOUND THEN
        IF EXISTS (SELECT FROM writer_commits WHERE writer = for_writer) THEN
            RAISE EXCEPTION 'commit % of writer % is not its next one', number, for_writer USING ERRCODE = 'PW002';
        END IF;
        RAISE EXCEPTION 'writer % is not registered', for_writer USING ERRCODE = 'PW003';
    END IF;

    -- Progress is written first and in order, so that two writers of one partition wait here and cannot deadlock.
    -- It never decreases: the writer of the higher offset had made everything below it durable.
    INSERT INTO source_progress AS p (source, partition, next_offset, watermark, updated_at)
    SELECT w.source, w.partition, w.next_offset, w.watermark, now()
    FROM unnest(progress_sources, progress_partitions, next_offsets, watermarks) AS w (source, partition, next_offset, watermark)
    ORDER BY w.source, w.partition
    ON CONFLICT (source, partition) DO UPDATE SET
        next_offset = greatest(p.next_offset, excluded.next_offset),
        watermark = greatest(p.watermark, excluded.watermark),
        updated_at = excluded.updated_at;

    UPDATE orleansstorage AS s SET
        payloadbinary = w.payload,
        modifiedon = (now() AT TIME ZONE 'utc'),
        version = s.version + 1
    FROM (
        -- OFFSET 0 hides from the planner that three columns are constants: it would estimate that they select a
        -- single row and start from the table.
        SELECT *, type_hash AS type, service AS service, type_string AS name
        FROM unnest(hashes, n0s, n1s, extensions, versions, payloads) AS u (hash, n0, n1, extension, version, payload)
        OFFSET 0
    ) AS w
    WHERE w.version > 0
        AND s.grainidhash = w.hash AND s.graintypehash = w.type
        AND s.grainidn0 = w.n0 AND s.grainidn1 = w.n1
        AND s.serviceid = w.service AND s.graintypestring = w.name
        AND s.grainidextensionstring IS NOT DISTINCT FROM w.extension
        AND s.version = w.version;
    GET DIAGNOSTICS updated = ROW_COUNT;

    INSERT INTO orleansstorage (
        grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring, serviceid,
        payloadbinary, modifiedon, version)
    SELECT w.hash, w.n0, w.n1, type_hash, type_string, w.extension, service, w.payload, (now() AT TIME ZONE 'utc'), 1
    FROM unnest(hashes, n0s, n1s, extensions, versions, payloads) AS w (hash, n0, n1, extension, version, payload)
    WHERE w.version = 0
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS inserted = ROW_COUNT;

    IF updated + inserted <> cardinality(versions) THEN
        RAISE EXCEPTION '% of % rows moved on', cardinality(versions) - updated - inserted, cardinality(versions)
            USING ERRCODE = 'PW001';
    END IF;

    INSERT INTO events AS e (user_id, count, total_value, time)
    SELECT * FROM unnest(user_ids, counts, totals, times)
    ON CONFLICT (user_id) DO UPDATE SET
        count = excluded.count, total_value = excluded.total_value, time = excluded.time;

    -- The dead letter of a redelivered record exists already, with the same bytes.
    INSERT INTO dead_letters (source, partition, position, reason, raw)
    SELECT * FROM unnest(letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes)
    ON CONFLICT DO NOTHING;

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

-- Writes the window rows of a commit after the state rows of their users: the lock on a user's state row protects its windows.
-- Marks the windows that were closed before this change, or that appear after their time was closed. The boundary is read once, so
-- that a row costs no further query.
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
