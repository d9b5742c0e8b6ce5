-- A person signed in on one device. The cookie holds a secret token, this table only its digest: who reads the
-- database cannot sign in with it.
CREATE TABLE web_session (
    token_digest BYTEA NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_session_subject ON web_session (subject);
CREATE INDEX web_session_expires_at ON web_session (expires_at);

-- A link that signs its bearer in once.
CREATE TABLE web_sign_in_link (
    token_digest BYTEA NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    redeemed_at BIGINT
);
CREATE INDEX web_sign_in_link_expires_at ON web_sign_in_link (expires_at);
