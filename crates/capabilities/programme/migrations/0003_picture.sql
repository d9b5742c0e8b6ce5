-- Pictures of speakers and the conference's logo, copied here from where the source says they are: pages show nothing
-- from other hosts, which would learn who reads them. A row without a file could not be copied.
CREATE TABLE picture (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    -- An address, or `file:` and the name of a file that lay beside the conference's sheet.
    source TEXT NOT NULL,
    file_id BYTEA,
    tried_at BIGINT NOT NULL,
    error TEXT,
    PRIMARY KEY (conference_id, source),
    FOREIGN KEY (conference_id, file_id) REFERENCES stored_file (conference_id, id),
    CHECK (file_id IS NOT NULL OR error IS NOT NULL)
);
