-- Who did what, when and from where. Each record is sealed to the one before it by its hash: who changes or takes out one
-- must change all that follow, and the head that somebody may have written down elsewhere.
CREATE TABLE audit_record (
    seq BIGINT NOT NULL PRIMARY KEY CHECK (seq >= 1),
    at BIGINT NOT NULL,
    -- `person:` and an id, `administrator`, `program` or `visitor`.
    who TEXT NOT NULL,
    -- The device's address; `command line` or `program` otherwise.
    origin TEXT NOT NULL,
    request TEXT NOT NULL,
    action TEXT NOT NULL,
    conference_id BYTEA,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash BYTEA NOT NULL UNIQUE
);
CREATE INDEX audit_record_conference ON audit_record (conference_id, seq);

-- The last record. Whoever adds one takes this row first, so that records come one after the other.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
);
