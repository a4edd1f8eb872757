-- The log behind each source name: a topic that was counted under one name must not be counted again under another one.

ALTER TABLE sources ADD COLUMN log text;   -- what the brokers call it (cluster, topic, topic id); null: they did not tell

-- kafka/CLUSTER/TOPIC/ID
UPDATE sources SET log = name WHERE name ~ '^kafka/[^/]+/[^/]+/[^/]+$';

-- Records which log a source name stands for. The result is another name under which this log was counted, or null; then nothing
-- is recorded.
CREATE FUNCTION pathway_claim_log(source_name text, claimed text) RETURNS text LANGUAGE plpgsql
    SET search_path FROM CURRENT
AS $$
DECLARE
    other text;
BEGIN
    SELECT s.name INTO other FROM sources AS s
    WHERE s.log = claimed AND s.name <> source_name AND EXISTS (SELECT FROM source_progress AS p WHERE p.source = s.name)
    ORDER BY s.name LIMIT 1;
    IF other IS NULL THEN
        PERFORM pathway_register_sources(ARRAY[source_name]);
        UPDATE sources SET log = claimed WHERE name = source_name AND log IS DISTINCT FROM claimed;
    END IF;
    RETURN other;
END
$$;
