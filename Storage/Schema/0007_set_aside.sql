-- Everything that was stored of users whose state could not be read, as `pathway reset --user` found it.
CREATE TABLE users_set_aside (
    user_id    text NOT NULL,
    set_at     timestamptz NOT NULL DEFAULT now(),
    version    integer,
    payload    bytea,
    totals     jsonb,              -- the row of events
    windows    jsonb NOT NULL,     -- the rows of user_windows
    PRIMARY KEY (user_id, set_at)
);
