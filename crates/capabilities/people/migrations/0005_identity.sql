-- A person as another provider knows them (OpenID Connect): issuer and subject name an identity for good.
CREATE TABLE account_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id BYTEA NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    -- Short name of the provider in the configuration.
    provider TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX account_identity_person_id ON account_identity (person_id);

-- Somebody was sent to a provider and is to come back, once, in the same browser.
CREATE TABLE account_provider_visit (
    state_digest BYTEA NOT NULL PRIMARY KEY,
    -- Digest of what the browser keeps in a cookie.
    browser_digest BYTEA NOT NULL,
    provider TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_provider_visit_expires_at ON account_provider_visit (expires_at);

-- An identity that becomes a person's once they have shown their second factor.
CREATE TABLE account_second_step_identity (
    token_digest BYTEA NOT NULL PRIMARY KEY REFERENCES account_second_step (token_digest) ON DELETE CASCADE,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    provider TEXT NOT NULL
);
