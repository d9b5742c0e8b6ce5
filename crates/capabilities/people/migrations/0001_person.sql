-- A human with an account, known to the whole server.
CREATE TABLE person (
    id BYTEA NOT NULL PRIMARY KEY,
    -- In small letters, so that one address is one person.
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    language TEXT NOT NULL,
    -- In the PHC format, with its own salt and parameters; none while the person signs in by mail only.
    password TEXT,
    is_administrator BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- A link in a mail that signs the reader of an address in, once; and makes the account where there is none. Only the
-- digest of its token is kept: who reads the database cannot sign in with it.
CREATE TABLE account_link (
    token_digest BYTEA NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    -- Path of the page to go on to.
    next TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    redeemed_at BIGINT
);
CREATE INDEX account_link_expires_at ON account_link (expires_at);
