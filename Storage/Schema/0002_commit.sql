-- A group commit is one call of this function: one statement, one transaction and one round trip. The server has received
-- all input before it takes the first lock, so a client that freezes or is lost while sending holds no locks.
--
-- Errors that the writer handles:
--   PW001  a row's version has changed since this writer read it; nothing was written
--   PW002  this writer's commit number is not the next one: an earlier attempt has succeeded
--   PW003  this writer is not registered, or not any more: the service was reset
CREATE FUNCTION pathway_commit(
    for_writer uuid, number bigint,
    service text, type_hash integer, type_string text,
    hashes integer[], n0s bigint[], n1s bigint[], extensions text[], versions integer[], payloads bytea[],
    user_ids text[], counts bigint[], totals double precision[], times bigint[],
    progress_sources text[], progress_partitions integer[], next_offsets numeric[], watermarks bigint[],
    letter_sources text[], letter_partitions integer[], letter_positions numeric[], letter_reasons text[],
    letter_bytes bytea[]
) RETURNS void LANGUAGE plpgsql
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
BEGIN
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
END
$$;

-- The state rows of many users with one statement: for each user with a row, its index in the arrays (from 0), version and
-- payload. Planned as above, for the same reason.
CREATE FUNCTION pathway_load(
    service text, type_hash integer, type_string text, hashes integer[], n0s bigint[], n1s bigint[], extensions text[]
) RETURNS TABLE (place integer, version integer, payload bytea) LANGUAGE plpgsql STABLE
    SET search_path FROM CURRENT
    SET plan_cache_mode = force_custom_plan SET random_page_cost = 0
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
BEGIN
    RETURN QUERY
    SELECT (w.ordinal - 1)::integer, s.version, s.payloadbinary
    FROM (
        SELECT *, type_hash AS type, service AS service, type_string AS name
        FROM unnest(hashes, n0s, n1s, extensions) WITH ORDINALITY AS u (hash, n0, n1, extension, ordinal)
        OFFSET 0
    ) AS w
    JOIN orleansstorage AS s
        ON s.grainidhash = w.hash AND s.graintypehash = w.type
        AND s.grainidn0 = w.n0 AND s.grainidn1 = w.n1
        AND s.serviceid = w.service AND s.graintypestring = w.name
        AND s.grainidextensionstring IS NOT DISTINCT FROM w.extension;
END
$$;
