-- revision 2
-- A group commit is one statement, one transaction and one round trip: an expression that begins with pathway_commit and goes on with
-- the functions of pipelines.sql. The server has received all input before it takes the first lock, so a client that freezes or is
-- lost while sending holds no locks.
--
-- Errors that the writer handles:
--   PW001  a row's version has changed since this writer read it; nothing was written
--   PW002  this writer's commit number is not the next one: an earlier attempt has succeeded
--   PW003  this writer is not registered, or not any more: the service was reset
--   PW005  the commit has events of an input that is finished
--
-- Steps raise the watermarks of idle partitions, provided that the position is still the given one; another process may have moved
-- it. The result has the indexes (from 0) of the steps that were refused. inputs are the numbers of the inputs with an end whose
-- events are written.
CREATE OR REPLACE FUNCTION pathway_commit(
    for_writer uuid, number bigint,
    service text, type_hash integer, type_string text,
    hashes integer[], n0s bigint[], n1s bigint[], extensions text[], versions integer[], payloads bytea[],
    progress_sources text[], progress_partitions integer[], next_offsets numeric[], watermarks bigint[],
    step_sources text[], step_partitions integer[], step_offsets numeric[], step_watermarks bigint[],
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

    RETURN refused;
END
$$;
