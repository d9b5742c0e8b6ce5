-- Every message that was ever to be sent, with what became of it: so nothing is silently not sent.
CREATE TABLE mail_message (
    id BYTEA NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'given_up', 'cancelled')),
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT,
    headers TEXT NOT NULL,
    language TEXT NOT NULL,
    cause_kind TEXT NOT NULL,
    cause_id BYTEA,
    attempts BIGINT NOT NULL,
    send_at BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX mail_message_send_at ON mail_message (send_at) WHERE state IN ('queued', 'failed');
CREATE INDEX mail_message_lease_until ON mail_message (lease_until) WHERE state = 'sending';
CREATE INDEX mail_message_cause ON mail_message (cause_kind, cause_id);
CREATE INDEX mail_message_state ON mail_message (state, id);
