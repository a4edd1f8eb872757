-- revision 1
-- The signatures of pathway_commit that earlier builds call. Their processes may run until an upgrade is complete, and an upgrade may
-- skip builds. Each calls the commit of commit.sql with what it has.

-- Builds up to 0003_orleans.sql: without windows.
CREATE OR REPLACE FUNCTION pathway_commit(
    for_writer uuid, number bigint,
    service text, type_hash integer, type_string text,
    hashes integer[], n0s bigint[], n1s bigint[], extensions text[], versions integer[], payloads bytea[],
    user_ids text[], counts bigint[], totals double precision[], times bigint[],
    progress_sources text[], progress_partitions integer[], next_offsets numeric[], watermarks bigint[],
    letter_sources text[], letter_partitions integer[], letter_positions numeric[], letter_reasons text[],
    letter_bytes bytea[]
) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM pathway_commit(
        for_writer, number, service, type_hash, type_string, hashes, n0s, n1s, extensions, versions, payloads,
        user_ids, counts, totals, times, progress_sources, progress_partitions, next_offsets, watermarks,
        letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes,
        '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',
        '{}', '{}', '{}', '{}', false, '{}');
END
$$;

-- Builds up to 0005_reports.sql: events from the future are judged by the events before them.
CREATE OR REPLACE FUNCTION pathway_commit(
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
        letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes,
        late_sources, late_partitions, late_positions, late_windows, late_bytes,
        gone_users, gone_names, gone_starts, window_users, window_names, window_starts, window_ends, window_counts,
        window_totals, window_minima, window_maxima, window_firsts, window_lasts,
        '{}', '{}', '{}', '{}', false, '{}');

    -- Of two writers the one with the higher offset has the newer values; with the same offset the values are the same.
    UPDATE source_progress AS p SET future_run = w.future_run, future_floor = w.future_floor
    FROM unnest(progress_sources, progress_partitions, next_offsets, future_runs, future_floors)
        AS w (source, partition, next_offset, future_run, future_floor)
    WHERE p.source = w.source AND p.partition = w.partition AND p.next_offset = w.next_offset
        AND (p.future_run, p.future_floor) IS DISTINCT FROM (w.future_run, w.future_floor);
END
$$;

-- Builds up to 0007_set_aside.sql: without steps.
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
        '{}', '{}', '{}', '{}', true, '{}');
END
$$;

-- Builds up to 0009_bounded_loads.sql: without the inputs with an end.
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
    step_sources text[], step_partitions integer[], step_offsets numeric[], step_watermarks bigint[], closes_windows boolean
) RETURNS integer[] LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN pathway_commit(
        for_writer, number, service, type_hash, type_string, hashes, n0s, n1s, extensions, versions, payloads,
        user_ids, counts, totals, times, progress_sources, progress_partitions, next_offsets, watermarks,
        letter_sources, letter_partitions, letter_positions, letter_reasons, letter_bytes,
        late_sources, late_partitions, late_positions, late_windows, late_bytes,
        gone_users, gone_names, gone_starts, window_users, window_names, window_starts, window_ends, window_counts,
        window_totals, window_minima, window_maxima, window_firsts, window_lasts,
        step_sources, step_partitions, step_offsets, step_watermarks, closes_windows, '{}');
END
$$;
