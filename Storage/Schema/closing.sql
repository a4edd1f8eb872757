-- revision 2
-- What is closed is stored (pipeline_views.closed_through) and never falls.

-- A time of event from ms since the epoch.
CREATE OR REPLACE FUNCTION pathway_event_time(milliseconds bigint) RETURNS timestamptz LANGUAGE sql STABLE STRICT PARALLEL SAFE
AS $$
    SELECT timestamptz 'epoch' + milliseconds * interval '1 millisecond'
$$;

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
    CROSS JOIN (
        SELECT coalesce(
            (SELECT l.idle_timeout FROM pathway_pipelines AS l ORDER BY l.generation DESC LIMIT 1), 60000) AS idle_timeout
    ) AS t
) AS p;

-- Closes the windows that the global watermark has passed. Rows are locked in order, because commits of several processes end
-- with it.
CREATE OR REPLACE FUNCTION pathway_close_windows() RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    reached bigint;
    reached_time timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM pipeline_views AS v WHERE v.window_length IS NOT NULL) THEN
        RETURN;
    END IF;

    SELECT g.watermark INTO reached FROM global_watermark AS g WHERE g.watermark < 9223372036854775807;
    reached_time := pathway_event_time(reached);
    IF EXISTS (
        SELECT FROM pipeline_views AS v
        WHERE reached_time IS NOT NULL AND v.state = 'written' AND v.window_length IS NOT NULL
            AND (v.closed_through IS NULL OR v.closed_through < reached_time - v.allowed_lateness))
    THEN
        UPDATE pipeline_views AS v SET closed_through = reached_time - v.allowed_lateness
        FROM (SELECT l.name FROM pipeline_views AS l ORDER BY l.name FOR NO KEY UPDATE) AS l
        WHERE v.name = l.name AND v.state = 'written' AND v.window_length IS NOT NULL
            AND (v.closed_through IS NULL OR v.closed_through < reached_time - v.allowed_lateness);
    END IF;
END
$$;

-- Marks inputs that were read to their end, and closes windows. Watermarks are stored without the out-of-orderness.
CREATE OR REPLACE FUNCTION pathway_end_inputs(sources text[], partitions integer[], next_offsets numeric[], out_of_orderness bigint)
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
        UPDATE pipeline_views AS v
        SET closed_through = greatest(v.closed_through, pathway_event_time(e.last_time) + v.window_length)
        FROM (SELECT l.name FROM pipeline_views AS l ORDER BY l.name FOR NO KEY UPDATE) AS l
        CROSS JOIN (SELECT max(p.ended_time) AS last_time FROM source_progress AS p) AS e
        WHERE v.name = l.name AND v.state = 'written' AND v.window_length IS NOT NULL;
    ELSE
        PERFORM pathway_close_windows();
    END IF;
END
$$;
