-- The tables. Their names and columns are a public interface: reports and other programs read them.

-- One row per user: the table of the proof of concept.
CREATE TABLE events (
    user_id     text PRIMARY KEY,
    count       bigint NOT NULL,
    total_value double precision NOT NULL,
    time        bigint NOT NULL           -- highest event time, ms since the epoch
) WITH (fillfactor = 70);                 -- leaves room for HOT updates, as rows are updated frequently

-- Everything below next_offset is durable. A reader starts at next_offset.
CREATE TABLE source_progress (
    source      text NOT NULL,
    partition   integer NOT NULL,
    next_offset numeric(58, 0) NOT NULL,  -- 192 bits: Kinesis sequence numbers fit
    watermark   bigint,                   -- event time, ms since the epoch
    updated_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, partition)
) WITH (fillfactor = 50);

-- Records that could not be counted, with their original bytes.
CREATE TABLE dead_letters (
    source      text NOT NULL,
    partition   integer NOT NULL,
    position    numeric(58, 0) NOT NULL,
    reason      text NOT NULL,
    raw         bytea,                    -- null: the record had no payload
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, partition, position, reason)
);

-- The last commit of each writer. After a connection was lost during a commit, the writer checks here whether the commit
-- happened.
CREATE TABLE writer_commits (
    writer       uuid PRIMARY KEY,
    commit_no    bigint NOT NULL,
    committed_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

-- Grain state, with the columns of Orleans' ADO.NET provider. The extension string is wider than Orleans'
-- varchar(512): an escaped user id is longer than the id.
CREATE TABLE orleansstorage (
    grainidhash            integer NOT NULL,
    grainidn0              bigint NOT NULL,
    grainidn1              bigint NOT NULL,
    graintypehash          integer NOT NULL,
    graintypestring        varchar(512) NOT NULL,
    grainidextensionstring text,
    serviceid              varchar(150) NOT NULL,
    payloadbinary          bytea,
    modifiedon             timestamp without time zone NOT NULL,
    version                integer
) WITH (fillfactor = 70);

-- Orleans has a non-unique index here. The unique index ensures that of two concurrent first writes of one grain only one
-- succeeds; the null test distinguishes a grain without an extension from one whose extension is empty.
CREATE UNIQUE INDEX orleansstorage_identity ON orleansstorage (
    grainidhash, graintypehash, grainidn0, grainidn1, serviceid, graintypestring,
    (grainidextensionstring IS NULL), (coalesce(grainidextensionstring, ''))
);
