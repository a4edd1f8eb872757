-- Like pathway_load (0002_commit.sql), with a bound on the sum of the payloads: of rows after the first that reaches it only the
-- version is returned, and is_left is true. With a bound of 0 these are all rows. The size of a payload is known without reading
-- its content.
CREATE FUNCTION pathway_load_bounded(
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
