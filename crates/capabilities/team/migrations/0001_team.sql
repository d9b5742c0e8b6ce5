-- Who belongs to the team of a host; their role holds for all of its conferences.
CREATE TABLE host_member (
    host_id BYTEA NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    person_id BYTEA NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'organiser', 'programme', 'door', 'compliance', 'finance', 'viewer')),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (host_id, person_id)
);
CREATE INDEX host_member_person ON host_member (person_id);

-- Who belongs to the team of one conference only.
CREATE TABLE conference_member (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    person_id BYTEA NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'organiser', 'programme', 'door', 'compliance', 'finance', 'viewer')),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (conference_id, person_id)
);
CREATE INDEX conference_member_person ON conference_member (person_id);

-- A letter that asks somebody into a team. Only the digest of its secret is kept.
CREATE TABLE invitation (
    id BYTEA NOT NULL PRIMARY KEY,
    token_digest BYTEA NOT NULL UNIQUE,
    host_id BYTEA NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    -- Into the team of this conference; of the whole host when there is none.
    conference_id BYTEA REFERENCES conference (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'organiser', 'programme', 'door', 'compliance', 'finance', 'viewer')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    redeemed_at BIGINT
);
CREATE INDEX invitation_host ON invitation (host_id);
CREATE INDEX invitation_expires_at ON invitation (expires_at);

-- What a program shows to act for a team. Only its digest is kept; it can do no more than the person who made it can
-- do now, and ends with their account.
CREATE TABLE api_token (
    id BYTEA NOT NULL PRIMARY KEY,
    token_digest BYTEA NOT NULL UNIQUE,
    host_id BYTEA NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    conference_id BYTEA REFERENCES conference (id) ON DELETE CASCADE,
    -- None when whoever holds the server made it.
    person_id BYTEA REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name <> ''),
    -- Words of powers with spaces between them.
    powers TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX api_token_host ON api_token (host_id);
