-- Which person a speaker is: who signs in as them. A speaker is one person at most; a person may be many speakers.
CREATE TABLE speaker_person (
    conference_id BYTEA NOT NULL,
    speaker_id BYTEA NOT NULL,
    person_id BYTEA NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (conference_id, speaker_id),
    FOREIGN KEY (conference_id, speaker_id) REFERENCES speaker (conference_id, id) ON DELETE CASCADE
);
CREATE INDEX speaker_person_of ON speaker_person (person_id);

-- A letter that asks somebody to take over their own entry. Only the digest of its secret is kept.
CREATE TABLE speaker_invitation (
    id BYTEA NOT NULL PRIMARY KEY,
    token_digest BYTEA NOT NULL UNIQUE,
    conference_id BYTEA NOT NULL,
    speaker_id BYTEA NOT NULL,
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    redeemed_at BIGINT,
    FOREIGN KEY (conference_id, speaker_id) REFERENCES speaker (conference_id, id) ON DELETE CASCADE
);
CREATE INDEX speaker_invitation_of ON speaker_invitation (conference_id, speaker_id);
CREATE INDEX speaker_invitation_expires_at ON speaker_invitation (expires_at);

-- What speakers said to a session, by their codes: whether they will hold it, and why not.
ALTER TABLE session ADD COLUMN answers TEXT NOT NULL DEFAULT '{}';

-- Slides that speakers handed in. They name the session by its code, as favourites do, so that a session that is removed
-- and brought back has them again.
CREATE TABLE slides (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    file_id BYTEA NOT NULL,
    session_code TEXT NOT NULL,
    -- Code of the speaker who handed them in.
    speaker_code TEXT NOT NULL,
    -- Names them in addresses: who knows it gets them, so it is long and secret until they are public.
    token TEXT NOT NULL UNIQUE,
    is_public BOOLEAN NOT NULL,
    PRIMARY KEY (conference_id, file_id),
    FOREIGN KEY (conference_id, file_id) REFERENCES stored_file (conference_id, id)
);
CREATE INDEX slides_of ON slides (conference_id, session_code);
