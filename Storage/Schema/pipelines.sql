-- revision 3
-- The steps of a commit that writes views of the pipeline. It is one expression, in which each step takes the result of the one before
-- it, so that their order is certain:
--   pathway_end_commit(
--       pathway_write_view(…, pathway_check_pipeline(pathway_write_letters(pathway_commit(…), …), generation)), closes_windows)
-- Each view has a pathway_write_view of its own, which is created with its table.
--
-- Errors that the writer handles:
--   PW007  another pipeline has replaced the one of this process
-- Errors for users:
--   PW008  TRUNCATE of a table of results

-- Refuses the commit of a process whose pipeline is not the last one: it would not write what the last one has besides.
CREATE OR REPLACE FUNCTION pathway_check_pipeline(done integer[], generation bigint) RETURNS integer[] LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    last_one bigint := (SELECT max(p.generation) FROM pathway_pipelines AS p);
BEGIN
    IF last_one IS DISTINCT FROM pathway_check_pipeline.generation THEN
        RAISE EXCEPTION 'the pipeline of this process is generation %; the service has %', generation, last_one
            USING ERRCODE = 'PW007';
    END IF;
    RETURN done;
END
$$;

-- Writes dead letters with their details; views are those for whose windows a record was late. The dead letter of a redelivered record exists already, with the same bytes.
CREATE OR REPLACE FUNCTION pathway_write_letters(
    done integer[], sources text[], partitions integer[], positions numeric[], reasons text[], raws bytea[], details text[],
    views text[]
) RETURNS integer[] LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO dead_letters (source, partition, position, reason, raw, detail, windows)
    SELECT w.source, w.partition, w.position, w.reason, w.raw, w.detail, string_to_array(w.views, ',')
    FROM unnest(sources, partitions, positions, reasons, raws, details, views)
        AS w (source, partition, position, reason, raw, detail, views)
    ON CONFLICT DO NOTHING;
    RETURN done;
END
$$;

-- Closes the windows that the commit has passed. Last, because other processes wait for the rows that it locks. Batch does not close
-- windows before its end, because it has further inputs.
CREATE OR REPLACE FUNCTION pathway_end_commit(done integer[], closes_windows boolean) RETURNS integer[] LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
BEGIN
    IF closes_windows THEN
        PERFORM pathway_close_windows();
    END IF;
    RETURN done;
END
$$;

-- The boundary between closed and open windows of a view. If all inputs have ended, every window is closed.
CREATE OR REPLACE VIEW pathway_view_boundaries AS
SELECT
    v.number, v.name,
    CASE WHEN g.watermark = 9223372036854775807 THEN 'infinity' ELSE v.closed_through END AS closed_through
FROM pipeline_views AS v CROSS JOIN global_watermark AS g
WHERE v.window_length IS NOT NULL;

-- TRUNCATE of a table of results would leave the states of the keys with values that the table lacks. reset sets pathway.reset.
CREATE OR REPLACE FUNCTION pathway_refuse_truncate() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF current_setting('pathway.reset', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'TRUNCATE of "%" would leave the states of the keys, which go on with the values that it had', tg_table_name
            USING ERRCODE = 'PW008',
            HINT = 'Run ./pathway reset, which empties all tables of the service together.';
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER pathway_refuse_truncate BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION pathway_refuse_truncate();
