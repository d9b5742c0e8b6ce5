-- A file that somebody handed in. Its bytes lie in the object folder under their digest; files with the same bytes
-- share them.
CREATE TABLE stored_file (
    conference_id BYTEA NOT NULL,
    id BYTEA NOT NULL,
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL CHECK (size_bytes >= 0),
    width BIGINT,
    height BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (conference_id, id)
);
CREATE INDEX stored_file_digest ON stored_file (digest);
