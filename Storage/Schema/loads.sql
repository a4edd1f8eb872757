-- revision 1
-- The state rows of many users with one statement: for each user with a row, its index in the arrays (from 0), version and payload.
-- The sum of the payloads is bounded: of rows after the first that reaches the bound only the version is returned, and is_left is
-- true. With a bound of 0 these are all rows. The size of a payload is known without reading its content. Planned like
-- pathway_commit (commit.sql), for the same reason.
CREATE OR REPLACE FUNCTION pathway_load_bounded(
    service text, type_hash integer, type_string text, hashes integer[], n0s bigint[], n1s bigint[], extensions text[],
    max_bytes bigint
) RETURNS TABLE (place integer, version integer, payload bytea, is_left boolean) LANGUAGE plpgsql STABLE
    SET search_path FROM CURRENT
    SET plan_cache_mode = force_custom_plan SET random_page_cost = 0
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
BEGIN
    RETURN QUERY
    SELECT f.place, f.version, CASE WHEN f.before < max_bytes THEN f.payload END, f.before >= max_bytes
    FROM (
        SELECT
            (w.ordinal - 1)::integer AS place, s.version, s.payloadbinary AS payload,
            coalesce(sum(octet_length(s.payloadbinary)) OVER (
                ORDER BY w.ordinal ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
        FROM (
            SELECT *, type_hash AS type, service AS service, type_string AS name
            FROM unnest(hashes, n0s, n1s, extensions) WITH ORDINALITY AS u (hash, n0, n1, extension, ordinal)
            OFFSET 0
        ) AS w
        JOIN orleansstorage AS s
            ON s.grainidhash = w.hash AND s.graintypehash = w.type
            AND s.grainidn0 = w.n0 AND s.grainidn1 = w.n1
            AND s.serviceid = w.service AND s.graintypestring = w.name
            AND s.grainidextensionstring IS NOT DISTINCT FROM w.extension
    ) AS f;
END
$$;

-- The same without a bound.
CREATE OR REPLACE FUNCTION pathway_load(
    service text, type_hash integer, type_string text, hashes integer[], n0s bigint[], n1s bigint[], extensions text[]
) RETURNS TABLE (place integer, version integer, payload bytea) LANGUAGE plpgsql STABLE
    SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT l.place, l.version, l.payload
    FROM pathway_load_bounded(service, type_hash, type_string, hashes, n0s, n1s, extensions, 9223372036854775807) AS l;
END
$$;
