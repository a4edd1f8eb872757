-- The pipeline of the service: what is read, and what is maintained of it.

-- Every pipeline that the service has had; the last one is in use. source, key_columns and the definitions of the views are
-- normalised, so that white space and comments in the text of a pipeline do not matter.
CREATE TABLE pathway_pipelines (
    generation    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash          text NOT NULL,            -- of everything that the comparison at a start looks at
    source        text[] NOT NULL,          -- a line per column, then watermark and format
    key_columns   text[] NOT NULL,          -- the columns of the source that all views group by, in the order of the keys
    idle_timeout  bigint NOT NULL,          -- ms without progress after which a partition is idle
    registered_at timestamptz NOT NULL DEFAULT now()
);

-- The materialized views. Each is a table of the same name; a windowed one has the view NAME_status too.
CREATE TABLE pipeline_views (
    name             text PRIMARY KEY,
    number           integer GENERATED ALWAYS AS IDENTITY UNIQUE,  -- never used again
    sql              text NOT NULL,                   -- as it was written when the view was new
    definition       text[] NOT NULL,                 -- normalised
    since            timestamptz,                     -- events that became durable before it are not counted; null: all are
    retention        interval,                        -- null: rows are kept for ever
    state            text NOT NULL DEFAULT 'written' CHECK (state IN ('written', 'dropped', 'emptied')),
    state_since      timestamptz NOT NULL DEFAULT now(),
    writer_revision  integer NOT NULL,                -- of its pathway_write_view
    window_length    interval,                        -- null: no windows; of sessions: the gap
    allowed_lateness interval,
    closed_through   timestamptz                      -- windows that end at or before it are closed; never falls; null: none is
) WITH (fillfactor = 50);

-- The plain views of the pipeline, in the order of their creation.
CREATE TABLE pathway_plain_views (
    name  text PRIMARY KEY,
    place integer NOT NULL,
    query text NOT NULL
);
