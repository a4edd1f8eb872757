-- revision 3
-- The statements of Orleans' own storage provider (Silo:GroupCommit=false), which writes one grain at a time and passes only the
-- payload. The rows that belong to a state are therefore part of the payload: {"changes":{…}}.
--
-- Errors that the writer handles:
--   PW007  another pipeline has replaced the one of this process
-- Errors with a remedy in their hint:
--   PW004  the state of a key does not have the format that is needed to write its rows

-- Writes a grain's state if its row is still at the version that the grain read (null: there was none). Returns the new version; the
-- provider treats the old version as a conflict. Of two concurrent first writes the unique index lets one succeed.
CREATE OR REPLACE FUNCTION pathway_write_state(
    id_hash integer, n0 bigint, n1 bigint, type_hash integer, type_string text, extension text, service text,
    read_version integer, payload bytea
) RETURNS integer LANGUAGE plpgsql
    SET search_path FROM CURRENT
    -- A plan made while the table was small would scan all of it, and plpgsql keeps plans.
    SET enable_seqscan = off
AS $$
DECLARE
    new_version integer;
BEGIN
    IF read_version IS NULL THEN
        INSERT INTO orleansstorage (
            grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring, serviceid,
            payloadbinary, modifiedon, version)
        VALUES (id_hash, n0, n1, type_hash, type_string, extension, service, payload, (now() AT TIME ZONE 'utc'), 1)
        ON CONFLICT DO NOTHING
        RETURNING version INTO new_version;
    ELSE
        UPDATE orleansstorage AS s SET
            payloadbinary = payload,
            modifiedon = (now() AT TIME ZONE 'utc'),
            version = s.version + 1
        WHERE s.grainidhash = id_hash AND s.graintypehash = type_hash
            AND s.grainidn0 = n0 AND s.grainidn1 = n1
            AND s.serviceid = service AND s.graintypestring = type_string
            AND s.grainidextensionstring IS NOT DISTINCT FROM extension
            AND s.version = read_version
        RETURNING s.version INTO new_version;
    END IF;

    RETURN coalesce(new_version, read_version);
END
$$;

-- Like pathway_write_state; also writes what belongs to the state of a key: rows of views, and dead letters. Rejects a state that has
-- events of an input that is finished. The payload names the inputs: {"applied":[number]}. In a string of the payload the quotes
-- would be escaped.
CREATE OR REPLACE FUNCTION pathway_write_user_state(
    id_hash integer, n0 bigint, n1 bigint, type_hash integer, type_string text, extension text, service text,
    read_version integer, payload bytea
) RETURNS integer LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    new_version integer;
BEGIN
    -- The serializer of PathwayOrleans writes the version first.
    IF type_string = 'user' AND substring(payload FROM 1 FOR 7) <> '{"v":4,'::bytea THEN
        RAISE EXCEPTION 'the state of a key begins with %', left(encode(payload, 'escape'), 40) USING ERRCODE = 'PW004',
            HINT = 'Give the storage provider the serializer of PathwayOrleans, of this build.';
    END IF;

    IF type_string = 'user' AND position('"applied":['::bytea IN payload) > 0 AND pathway_is_finished(ARRAY(
        SELECT e::text::bigint FROM json_array_elements(convert_from(payload, 'UTF8')::json -> 'applied') AS e))
    THEN
        -- The provider treats the old version as a conflict.
        RETURN read_version;
    END IF;

    new_version := pathway_write_state(
        id_hash, n0, n1, type_hash, type_string, extension, service, read_version, payload);
    IF new_version IS DISTINCT FROM read_version AND type_string = 'user' THEN
        PERFORM pathway_write_view_changes(convert_from(payload, 'UTF8')::json -> 'changes');
    END IF;
    RETURN new_version;
END
$$;

-- Writes the rows of views that belong to a state. Rows have the values of the columns in their order as texts; rows to delete have
-- the values of the primary key.
CREATE OR REPLACE FUNCTION pathway_write_view_changes(changes json) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    view_name text;
BEGIN
    IF changes IS NULL THEN
        RETURN;
    END IF;

    PERFORM pathway_check_pipeline('{}', (changes ->> 'generation')::bigint);
    FOR view_name IN
        SELECT e ->> 0 FROM json_array_elements(changes -> 'rows') AS e
        UNION SELECT e ->> 0 FROM json_array_elements(changes -> 'gone') AS e
        ORDER BY 1
    LOOP
        EXECUTE format('SELECT pathway_write_view_json($1, $2, NULL::%I)', view_name) USING changes -> 'rows', changes -> 'gone';
    END LOOP;

    IF json_array_length(changes -> 'late') > 0 THEN
        INSERT INTO dead_letters (source, partition, position, reason, raw, detail, windows)
        SELECT
            e ->> 0, (e ->> 1)::integer, (e ->> 2)::numeric, 'late', decode(e ->> 5, 'base64'), e ->> 4, string_to_array(e ->> 3, ',')
        FROM json_array_elements(changes -> 'late') AS e
        ON CONFLICT DO NOTHING;
    END IF;
END
$$;

-- Clears or deletes a grain's row if it is still at the version that the grain read, and for a state of a key the rows of its views as
-- well. Returns the same as pathway_write_state.
CREATE OR REPLACE FUNCTION pathway_remove_state(
    id_hash integer, n0 bigint, n1 bigint, type_hash integer, type_string text, extension text, service text,
    read_version integer, keep_row boolean
) RETURNS integer LANGUAGE plpgsql
    SET search_path FROM CURRENT
    SET enable_seqscan = off
AS $$
DECLARE
    place tid;
    payload bytea;
BEGIN
    -- Locks the row, so that it cannot change before it is deleted.
    SELECT s.ctid, s.payloadbinary INTO place, payload
    FROM orleansstorage AS s
    WHERE s.grainidhash = id_hash AND s.graintypehash = type_hash
        AND s.grainidn0 = n0 AND s.grainidn1 = n1
        AND s.serviceid = service AND s.graintypestring = type_string
        AND s.grainidextensionstring IS NOT DISTINCT FROM extension
        AND s.version = read_version
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN read_version;
    END IF;

    IF keep_row THEN
        UPDATE orleansstorage AS s SET
            payloadbinary = NULL,
            modifiedon = (now() AT TIME ZONE 'utc'),
            version = s.version + 1
        WHERE s.ctid = place;
    ELSE
        DELETE FROM orleansstorage AS s WHERE s.ctid = place;
    END IF;

    IF type_string = 'user' AND payload IS NOT NULL THEN
        PERFORM pathway_take_rows(coalesce(
            convert_from(payload, 'UTF8')::json ->> 'key', convert_from(payload, 'UTF8')::json ->> 'user'));
    END IF;
    RETURN read_version + 1;
END
$$;

-- Deletes the rows of a key in all views that are written, and returns them by the names of the views. The key is its text: of one
-- column its value, of several a JSON array of values.
CREATE OR REPLACE FUNCTION pathway_take_rows(key_text text) RETURNS jsonb LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    parts integer := (SELECT cardinality(p.key_columns) FROM pathway_pipelines AS p ORDER BY p.generation DESC LIMIT 1);
    key_values text[] := CASE
        WHEN parts > 1 THEN ARRAY(SELECT e FROM json_array_elements_text(key_text::json) AS e) ELSE ARRAY[key_text] END;
    taken jsonb := '{}';
    view_name text;
    condition text;
    view_rows jsonb;
BEGIN
    FOR view_name IN SELECT v.name FROM pipeline_views AS v WHERE v.state = 'written' ORDER BY v.name LOOP
        -- The primary key begins with the columns of the key.
        condition := (
            SELECT string_agg(format('pathway_view.%I = %L', a.attname, key_values[k.place]), ' AND ')
            FROM pg_index AS i
            CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (number, place)
            JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
            WHERE i.indrelid = to_regclass(quote_ident(view_name)) AND i.indisprimary AND k.place <= parts);
        EXECUTE format(
            'WITH pathway_gone AS (DELETE FROM %I AS pathway_view WHERE %s RETURNING to_jsonb(pathway_view) AS pathway_row) ' ||
            'SELECT jsonb_agg(pathway_row) FROM pathway_gone', view_name, condition)
        INTO view_rows;
        IF view_rows IS NOT NULL THEN
            taken := taken || jsonb_build_object(view_name, view_rows);
        END IF;
    END LOOP;
    RETURN taken;
END
$$;
