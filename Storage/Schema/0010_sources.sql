-- States of users refer to sources by number (payload version 3), and have no entry for inputs that are finished.
--
-- Errors that the writer handles:
--   PW005  the commit has events of an input that is finished
-- Errors that stop a process:
--   PW006  two sources have the same number

-- The number of a source: 63 bits of the SHA-256 of its name; negative for inputs with an end.
CREATE FUNCTION pathway_source_number(name text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT CASE WHEN starts_with(name, 'file:sha256:') THEN -n ELSE n END
    FROM (
        SELECT greatest(
            1, ('x' || encode(substring(sha256(convert_to(name, 'UTF8')) FROM 1 FOR 8), 'hex'))::bit(64)::bigint
                & 9223372036854775807) AS n
    ) AS hashed
$$;

CREATE TABLE sources (
    number      bigint PRIMARY KEY,
    name        text NOT NULL,
    finished_at timestamptz           -- everything up to the end of the input is durable; no more events of it are accepted
);

-- Inputs that were read to their end by earlier versions have the highest watermark.
INSERT INTO sources (number, name, finished_at)
SELECT
    pathway_source_number(source), source,
    CASE WHEN starts_with(source, 'file:sha256:') AND bool_and(watermark IS NOT DISTINCT FROM 9223372036854775807) THEN now() END
FROM source_progress
GROUP BY source;

-- Records the names of sources before any event of them is counted.
CREATE FUNCTION pathway_register_sources(names text[]) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    clash record;
BEGIN
    INSERT INTO sources (number, name)
    SELECT pathway_source_number(n), n FROM unnest(names) AS n ORDER BY 1
    ON CONFLICT DO NOTHING;

    SELECT s.name AS known, n AS name INTO clash
    FROM unnest(names) AS n JOIN sources AS s ON s.number = pathway_source_number(n) AND s.name <> n
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the sources ''%'' and ''%'' have the same number', clash.name, clash.known USING ERRCODE = 'PW006';
    END IF;
END
$$;

-- Records that inputs are finished: everything below their ends is durable. From then on their entries are removed from the
-- states of users, and commits with events of them are rejected. A process that reads a state without the entry reads it after
-- this transaction; so its commit sees the record. pathway_end_inputs (0008_closing.sql) closes their windows at the end of the
-- run.
CREATE FUNCTION pathway_finish_inputs(names text[]) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM pathway_register_sources(names);
    UPDATE sources AS s SET finished_at = now()
    FROM unnest(names) AS n
    WHERE s.number = pathway_source_number(n) AND s.number < 0 AND s.finished_at IS NULL;
END
$$;

-- Whether one of the inputs is finished.
CREATE FUNCTION pathway_is_finished(inputs bigint[]) RETURNS boolean LANGUAGE sql STABLE
    SET search_path FROM CURRENT
AS $$
    SELECT EXISTS (SELECT FROM sources AS s WHERE s.number = ANY (inputs) AND s.finished_at IS NOT NULL)
$$;

-- A group commit that names the inputs with an end whose events it has: extends the pathway_commit of 0008_closing.sql.
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
    step_sources text[], step_partitions integer[], step_offsets numeric[], step_watermarks bigint[], closes_windows boolean,
    inputs bigint[]
) RETURNS integer[] LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    IF cardinality(inputs) > 0 AND pathway_is_finished(inputs) THEN
        RAISE EXCEPTION 'the commit has events of an input that is finished' USING ERRCODE = 'PW005';
    END IF;

    RETURN pathway_commit(
        for_writer, number, service, type_hash, type_string, hashes, n0s, n1s, extensions, versions, payloads,
        user_ids, counts, totals, times, progress_sources, progress_partitions, next_offsets, watermarks,
        letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes,
        late_sources, late_partitions, late_positions, late_windows, late_bytes,
        gone_users, gone_names, gone_starts, window_users, window_names, window_starts, window_ends, window_counts,
        window_totals, window_minima, window_maxima, window_firsts, window_lasts,
        step_sources, step_partitions, step_offsets, step_watermarks, closes_windows);
END
$$;

-- Like pathway_write_state_and_windows (0004_windows.sql); rejects the state if it has events of an input that is finished. The
-- payload names them: {"applied":[number]}. In a string of the payload the quotes would be escaped.
CREATE FUNCTION pathway_write_user_state(
    id_hash integer, n0 bigint, n1 bigint, type_hash integer, type_string text, extension text, service text,
    read_version integer, payload bytea
) RETURNS integer LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    IF type_string = 'user' AND position('"applied":['::bytea IN payload) > 0 AND pathway_is_finished(ARRAY(
        SELECT e::text::bigint FROM json_array_elements(convert_from(payload, 'UTF8')::json -> 'applied') AS e))
    THEN
        -- The provider treats the old version as a conflict.
        RETURN read_version;
    END IF;

    RETURN pathway_write_state_and_windows(
        id_hash, n0, n1, type_hash, type_string, extension, service, read_version, payload);
END
$$;

UPDATE orleansquery SET querytext = replace(querytext, 'pathway_write_state_and_windows(', 'pathway_write_user_state(')
WHERE querykey = 'WriteToStorageKey';
