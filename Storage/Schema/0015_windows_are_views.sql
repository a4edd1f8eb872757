-- Every service has a pipeline: events is a view of the built-in one, and each window that was named in the configuration is a view
-- with windows. After the repeatable scripts, WindowsToViews.cs moves the rows of user_windows to the tables of these views.

-- What a view continues of states that were written before there were pipelines: the name of their windows; the empty text for the
-- totals of a user; null: nothing.
ALTER TABLE pipeline_views ADD COLUMN counted_as text;

-- The rows of all views of a key that is set aside, by the names of the views.
ALTER TABLE users_set_aside ADD COLUMN view_rows jsonb;
ALTER TABLE users_set_aside ALTER COLUMN windows SET DEFAULT '[]';

-- Functions that wrote rows of events and of user_windows, and those with another list of parameters now. Processes of earlier builds
-- cannot commit any more: they would write states that lack the views.
DO $$
DECLARE
    obsolete regprocedure;
BEGIN
    FOR obsolete IN
        SELECT p.oid::regprocedure FROM pg_proc AS p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.proname IN (
            'pathway_commit', 'pathway_commit_windows', 'pathway_is_pipeline_state', 'pathway_recall', 'pathway_remove_state',
            'pathway_remove_state_and_windows', 'pathway_totals', 'pathway_write_state_and_windows', 'pathway_write_windows')
    LOOP
        EXECUTE format('DROP FUNCTION %s', obsolete);
    END LOOP;
END
$$;

UPDATE orleansquery SET querytext = replace(querytext, 'pathway_remove_state_and_windows(', 'pathway_remove_state(')
WHERE querykey IN ('ClearStorageKey', 'DeleteStorageKey');

DELETE FROM schema_migrations WHERE name = 'earlier_commits';
