-- Whether an event is from the future is decided from its own record, no longer from the events before it. The function of
-- 0004_windows.sql and the columns source_progress.future_run and future_floor remain for processes of older versions, which
-- may run until an upgrade is complete.

-- A group commit with windows: extends the pathway_commit of 0002_commit.sql.
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
    window_firsts bigint[], window_lasts bigint[]
) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM pathway_commit(
        for_writer, number, service, type_hash, type_string, hashes, n0s, n1s, extensions, versions, payloads,
        user_ids, counts, totals, times, progress_sources, progress_partitions, next_offsets, watermarks,
        letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes);

    PERFORM pathway_commit_windows(
        gone_users, gone_names, gone_starts, window_users, window_names, window_starts, window_ends, window_counts,
        window_totals, window_minima, window_maxima, window_firsts, window_lasts);

    INSERT INTO dead_letters (source, partition, position, reason, raw, windows)
    SELECT w.source, w.partition, w.position, 'late', w.raw, string_to_array(w.windows, ',')
    FROM unnest(late_sources, late_partitions, late_positions, late_windows, late_bytes) AS w (source, partition, position, windows, raw)
    ON CONFLICT DO NOTHING;
END
$$;
