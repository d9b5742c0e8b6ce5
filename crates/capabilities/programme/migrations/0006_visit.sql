-- How many pages of a conference's programme were opened on a day, in the venue's zone. A count and nothing else: who
-- opened them is not kept.
CREATE TABLE programme_visit (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    pages BIGINT NOT NULL,
    PRIMARY KEY (conference_id, day),
    CHECK (pages > 0)
);
