-- What a program asked for under a key of its own (Idempotency-Key), and the answer: asked again, it gets the same answer
-- and nothing is done twice. Kept for a day.
CREATE TABLE web_once (
    bearer TEXT NOT NULL,
    key_digest BYTEA NOT NULL,
    request_digest BYTEA NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (bearer, key_digest)
);
CREATE INDEX web_once_created_at ON web_once (created_at);
