-- What was changed in a conference, by whom and from what to what: its settings and, by the capability above, its programme.
-- The audit has the fields' names and a hash of a row of this table; the values stand here, so that those about a person
-- can be erased.
CREATE TABLE history (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    id BYTEA NOT NULL,
    -- Names all edits that were done at once.
    batch BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('conference', 'room', 'track', 'kind', 'page', 'session', 'speaker')),
    code TEXT NOT NULL,
    -- The version of the object that it led to.
    version BIGINT NOT NULL CHECK (version >= 1),
    action TEXT NOT NULL CHECK (action IN ('create', 'change', 'delete', 'import', 'sheet', 'copy', 'undo')),
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    changes TEXT NOT NULL,
    PRIMARY KEY (conference_id, id)
);

CREATE INDEX history_of ON history (conference_id, kind, code, version);
CREATE INDEX history_batch ON history (conference_id, batch);
-- Two who edit one setting at once cannot both have made its next version. Sessions and speakers keep theirs in their rows.
CREATE UNIQUE INDEX history_version ON history (conference_id, kind, code, version)
    WHERE kind NOT IN ('session', 'speaker');
