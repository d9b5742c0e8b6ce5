-- A passkey: only what is public of it is kept.
CREATE TABLE account_passkey (
    credential_id BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    -- What its person calls it.
    name TEXT NOT NULL CHECK (name <> ''),
    -- Public key, counter and flags, as JSON.
    credential TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX account_passkey_person_id ON account_passkey (person_id);

-- A challenge that a passkey is to answer, once.
CREATE TABLE account_ceremony (
    token_digest BYTEA NOT NULL PRIMARY KEY,
    -- Whose passkey is asked for; none where any person's may answer.
    person_id BYTEA REFERENCES person (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('add', 'show', 'enter')),
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_ceremony_expires_at ON account_ceremony (expires_at);
