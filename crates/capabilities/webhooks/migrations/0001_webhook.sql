-- An address of a host's own that is told what happens in its conferences.
CREATE TABLE webhook (
    host_id BYTEA NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    id BYTEA NOT NULL,
    url TEXT NOT NULL,
    -- Signs what is sent. Kept as it is: signing needs it.
    secret BYTEA NOT NULL,
    -- Names of events with spaces between them; everything when empty.
    events TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (host_id, id)
);

-- One event on its way to one address, and what became of it.
CREATE TABLE webhook_delivery (
    host_id BYTEA NOT NULL,
    id BYTEA NOT NULL,
    webhook_id BYTEA NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed', 'given_up')),
    attempts BIGINT NOT NULL,
    -- What the address answered with last.
    status BIGINT,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    tried_at BIGINT,
    PRIMARY KEY (host_id, id),
    FOREIGN KEY (host_id, webhook_id) REFERENCES webhook (host_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_delivery_of ON webhook_delivery (host_id, webhook_id, id);
CREATE INDEX webhook_delivery_created_at ON webhook_delivery (created_at);
