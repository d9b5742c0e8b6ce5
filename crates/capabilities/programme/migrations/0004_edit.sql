-- Counts every change of a session or a speaker: who saves a form says which version it was made from.
ALTER TABLE session ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE speaker ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- What was changed, by whom and from what to what. The audit has the fields' names and a hash of a row of this table; the
-- values stand here, so that those about a person can be erased.
CREATE TABLE edit (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    id BYTEA NOT NULL,
    -- Names all edits that were done at once.
    batch BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('session', 'speaker')),
    code TEXT NOT NULL,
    -- The version of the object that it led to.
    version BIGINT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('create', 'change', 'delete', 'import', 'sheet', 'undo')),
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    changes TEXT NOT NULL,
    PRIMARY KEY (conference_id, id)
);

CREATE INDEX edit_of ON edit (conference_id, kind, code, version);
CREATE INDEX edit_batch ON edit (conference_id, batch);
