-- A change of a person's mail address: it happens once both addresses have said yes. One at a time for each person.
CREATE TABLE account_email_change (
    person_id BYTEA NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    old_email TEXT NOT NULL,
    new_email TEXT NOT NULL,
    -- Digests of the tokens in the two letters.
    old_digest BYTEA NOT NULL UNIQUE,
    new_digest BYTEA NOT NULL UNIQUE,
    old_confirmed_at BIGINT,
    new_confirmed_at BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_email_change_expires_at ON account_email_change (expires_at);
