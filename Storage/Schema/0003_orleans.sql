-- The tables, functions and queries of Orleans' ADO.NET providers. The providers read the SQL that they run from
-- orleansquery, bind parameters by name and read results by column name. No statement is qualified with a schema: the
-- connections of providers, like all others, find the tables through their search path.
--
-- Errors with a remedy in their hint:
--   PW004  a user's state does not have the JSON format that is needed to write its events row
CREATE TABLE orleansquery (
    querykey  text PRIMARY KEY,
    querytext text NOT NULL
);

-- One row per cluster (deploymentid is Orleans' cluster id). A change of the membership names the version that the silo
-- read; the row's lock serializes all changes.
CREATE TABLE orleansmembershipversiontable (
    deploymentid text PRIMARY KEY,
    timestamp    timestamptz NOT NULL DEFAULT now(),
    version      integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- One row per silo process; generation distinguishes the processes of one address.
CREATE TABLE orleansmembershiptable (
    deploymentid text NOT NULL REFERENCES orleansmembershipversiontable ON DELETE CASCADE,
    address      text NOT NULL,
    port         integer NOT NULL,
    generation   integer NOT NULL,
    siloname     text NOT NULL,
    hostname     text NOT NULL,
    status       integer NOT NULL,        -- Orleans' SiloStatus: 3 active, 6 dead
    proxyport    integer NOT NULL,        -- the gateway's port for clients; 0: none
    suspecttimes text,
    starttime    timestamptz NOT NULL,
    iamalivetime timestamptz NOT NULL,
    PRIMARY KEY (deploymentid, address, port, generation)
) WITH (fillfactor = 50);

-- Writes a user's events row from the payload of its state.
CREATE FUNCTION pathway_totals(payload bytea) RETURNS events LANGUAGE plpgsql IMMUTABLE STRICT
    SET search_path FROM CURRENT
AS $$
DECLARE
    totals events;
BEGIN
    BEGIN
        -- json, not jsonb, which would convert -0 to 0.
        SELECT p."user", p.count, p.total, p.time INTO totals
        FROM json_to_record(convert_from(payload, 'UTF8')::json) AS p ("user" text, count bigint, total double precision, time bigint);
    EXCEPTION WHEN data_exception THEN
        RAISE EXCEPTION 'the state of a user cannot be read: %', SQLERRM USING ERRCODE = 'PW004',
            HINT = 'Give the storage provider the serializer of PathwayOrleans.';
    END;

    IF totals.user_id IS NULL OR totals.count IS NULL OR totals.total_value IS NULL OR totals.time IS NULL THEN
        RAISE EXCEPTION 'the state of a user lacks "user", "count", "total" or "time": %', left(convert_from(payload, 'UTF8'), 200)
            USING ERRCODE = 'PW004',
            HINT = 'Give the storage provider the serializer of PathwayOrleans. A state of an earlier build is complete once it is written anew.';
    END IF;
    RETURN totals;
END
$$;

-- Writes a grain's state if its row is still at the version that the grain read (null: there was none), and for a user's
-- state the events row in the same transaction. Returns the new version; the provider treats the old version as a conflict.
-- Of two concurrent first writes the unique index lets one succeed.
CREATE FUNCTION pathway_write_state(
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

    IF new_version IS NULL THEN
        RETURN read_version;
    END IF;

    IF type_string = 'user' THEN
        INSERT INTO events AS e SELECT t.* FROM pathway_totals(payload) AS t
        ON CONFLICT (user_id) DO UPDATE SET
            count = excluded.count, total_value = excluded.total_value, time = excluded.time;
    END IF;
    RETURN new_version;
END
$$;

-- Clears or deletes a grain's row if it is still at the version that the grain read, and for a user's state the events row
-- as well. Returns the same as above.
CREATE FUNCTION pathway_remove_state(
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

    -- Locks the row, so that it cannot change before it is deleted.
    IF keep_row THEN
        UPDATE orleansstorage AS s SET
            payloadbinary = NULL,
            modifiedon = (now() AT TIME ZONE 'utc'),
            version = s.version + 1
        WHERE s.ctid = place;
    ELSE
        DELETE FROM orleansstorage AS s WHERE s.ctid = place;
    END IF;

    IF type_string = 'user' THEN
        DELETE FROM events AS e USING pathway_totals(payload) AS t WHERE e.user_id = t.user_id;
    END IF;
    RETURN read_version + 1;
END
$$;

INSERT INTO orleansquery (querykey, querytext) VALUES
('ReadFromStorageKey', $$
    SELECT s.payloadbinary AS PayloadBinary, now() AT TIME ZONE 'utc', s.version AS Version
    FROM orleansstorage AS s
    WHERE s.grainidhash = @GrainIdHash AND s.graintypehash = @GrainTypeHash
        AND s.grainidn0 = @GrainIdN0 AND s.grainidn1 = @GrainIdN1
        AND s.serviceid = @ServiceId AND s.graintypestring = @GrainTypeString
        AND s.grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString
$$),
('WriteToStorageKey', $$
    SELECT pathway_write_state(
        @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId,
        @GrainStateVersion, @PayloadBinary) AS NewGrainStateVersion
$$),
('ClearStorageKey', $$
    SELECT pathway_remove_state(
        @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId,
        @GrainStateVersion, keep_row => true) AS NewGrainStateVersion
$$),
('DeleteStorageKey', $$
    SELECT pathway_remove_state(
        @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId,
        @GrainStateVersion, keep_row => false) AS NewGrainStateVersion
$$);

-- Membership. A change first updates the version row, if it is at the version that the silo read; otherwise the rest of
-- the statement finds no row, and the result is false. The heartbeat does not update the version row, as a silo writes
-- only its own heartbeat.
INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', $$
    WITH made AS (
        INSERT INTO orleansmembershipversiontable (deploymentid) VALUES (@DeploymentId)
        ON CONFLICT DO NOTHING
        RETURNING true
    )
    SELECT EXISTS (SELECT FROM made)
$$),
('InsertMembershipKey', $$
    WITH turn AS (
        UPDATE orleansmembershipversiontable AS v SET version = v.version + 1, timestamp = now()
        WHERE v.deploymentid = @DeploymentId AND v.version = @Version
            AND NOT EXISTS (
                SELECT FROM orleansmembershiptable AS m
                WHERE m.deploymentid = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
        RETURNING v.deploymentid
    ), made AS (
        INSERT INTO orleansmembershiptable (
            deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
        SELECT t.deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM turn AS t
        RETURNING true
    )
    SELECT EXISTS (SELECT FROM made)
$$),
('UpdateMembershipKey', $$
    WITH turn AS (
        UPDATE orleansmembershipversiontable AS v SET version = v.version + 1, timestamp = now()
        WHERE v.deploymentid = @DeploymentId AND v.version = @Version
            AND EXISTS (
                SELECT FROM orleansmembershiptable AS m
                WHERE m.deploymentid = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
        RETURNING v.deploymentid
    ), changed AS (
        -- Another silo may update a silo whose latest heartbeat it has not read yet.
        UPDATE orleansmembershiptable AS m
        SET status = @Status, suspecttimes = @SuspectTimes, iamalivetime = greatest(m.iamalivetime, @IAmAliveTime)
        FROM turn AS t
        WHERE m.deploymentid = t.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
        RETURNING true
    )
    SELECT EXISTS (SELECT FROM changed)
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE orleansmembershiptable SET iamalivetime = @IAmAliveTime
    WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
-- A cluster without silos still returns its version.
('MembershipReadAllKey', $$
    SELECT v.deploymentid AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation,
        m.siloname AS SiloName, m.hostname AS HostName, m.status AS Status, m.proxyport AS ProxyPort,
        m.suspecttimes AS SuspectTimes, m.starttime AS StartTime, m.iamalivetime AS IAmAliveTime, v.version AS Version
    FROM orleansmembershipversiontable AS v
    LEFT JOIN orleansmembershiptable AS m USING (deploymentid)
    WHERE v.deploymentid = @DeploymentId
$$),
('MembershipReadRowKey', $$
    SELECT v.deploymentid AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation,
        m.siloname AS SiloName, m.hostname AS HostName, m.status AS Status, m.proxyport AS ProxyPort,
        m.suspecttimes AS SuspectTimes, m.starttime AS StartTime, m.iamalivetime AS IAmAliveTime, v.version AS Version
    FROM orleansmembershipversiontable AS v
    LEFT JOIN orleansmembershiptable AS m
        ON m.deploymentid = v.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.deploymentid = @DeploymentId
$$),
('GatewaysQueryKey', $$
    SELECT address AS Address, proxyport AS ProxyPort, generation AS Generation
    FROM orleansmembershiptable
    WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0
$$),
-- Silos are deleted with their version row.
('DeleteMembershipTableEntriesKey', $$
    DELETE FROM orleansmembershipversiontable WHERE deploymentid = @DeploymentId
$$),
-- Deletes only silos that have been dead for a long time. Providers of Orleans 10.4 and later select them themselves and
-- delete each with the second query, unless it has changed since.
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM orleansmembershiptable
    WHERE deploymentid = @DeploymentId AND status = 6 AND iamalivetime < @IAmAliveTime AND starttime < @IAmAliveTime
$$),
('CleanupDefunctSiloEntryKey', $$
    DELETE FROM orleansmembershiptable
    WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
        AND status = 6 AND starttime = @StartTime AND iamalivetime = @IAmAliveTime
        AND coalesce(suspecttimes, '') = coalesce(@SuspectTimes, '')
$$);
