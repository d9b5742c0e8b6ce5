-- Work to be done later. A worker takes a job for a time (its lease); if the worker dies, another takes it over then.
CREATE TABLE job (
    id BYTEA NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    unique_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    attempts_max BIGINT NOT NULL CHECK (attempts_max > 0),
    lease_owner TEXT,
    lease_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    CHECK ((state = 'running') = (lease_until IS NOT NULL))
);
CREATE UNIQUE INDEX job_unique_key ON job (unique_key) WHERE state IN ('waiting', 'running');
CREATE INDEX job_run_at ON job (run_at) WHERE state = 'waiting';
CREATE INDEX job_lease_until ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_state ON job (state, id);
