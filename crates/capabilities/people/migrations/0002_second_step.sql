-- Whether a mail link, a password or another provider alone does not sign this person in.
ALTER TABLE person ADD COLUMN asks_second BOOLEAN NOT NULL DEFAULT FALSE;

-- An app that makes codes.
CREATE TABLE account_authenticator (
    person_id BYTEA NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    -- Sealed with the server's key: who reads the database alone cannot make codes.
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    -- When the person showed that the app makes the right codes; until then it counts for nothing.
    confirmed_at BIGINT,
    -- The last step whose code was taken: no code is taken twice, and none that is older.
    last_step BIGINT NOT NULL
);

-- A code for the day when the app is lost. Only its digest is kept, and taken away when it is used.
CREATE TABLE account_recovery_code (
    code_digest BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX account_recovery_code_person_id ON account_recovery_code (person_id);

-- Somebody who has shown a first factor and owes a second. Not a session: it opens one page only.
CREATE TABLE account_second_step (
    token_digest BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    -- Path of the page to go on to.
    next TEXT NOT NULL,
    tries_left BIGINT NOT NULL CHECK (tries_left >= 0),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_second_step_expires_at ON account_second_step (expires_at);
