-- Functions and views are in scripts without a number, which are applied again when their text has changed. They have a row each:
-- its number is null, its revision and hash tell which text was applied. A process does not replace a script of a later revision.
ALTER TABLE schema_migrations
    DROP CONSTRAINT schema_migrations_pkey,
    ALTER COLUMN number DROP NOT NULL,
    ADD COLUMN revision integer,
    ADD COLUMN hash text,
    ADD PRIMARY KEY (name),
    ADD UNIQUE (number);
