CREATE TABLE speaker (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    id BYTEA NOT NULL,
    code TEXT NOT NULL,
    guid TEXT,
    name TEXT NOT NULL CHECK (name <> ''),
    name_latin TEXT,
    affiliation TEXT,
    job_title TEXT,
    country TEXT,
    biography TEXT NOT NULL,
    picture_url TEXT,
    email TEXT,
    links TEXT NOT NULL,
    PRIMARY KEY (conference_id, id),
    UNIQUE (conference_id, code)
);

CREATE TABLE absence (
    conference_id BYTEA NOT NULL,
    speaker_id BYTEA NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (conference_id, speaker_id, starts_at),
    FOREIGN KEY (conference_id, speaker_id) REFERENCES speaker (conference_id, id) ON DELETE CASCADE,
    CHECK (starts_at < ends_at)
);

CREATE TABLE session (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    id BYTEA NOT NULL,
    code TEXT NOT NULL,
    guid TEXT,
    number BIGINT,
    state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'accepted', 'confirmed', 'rejected', 'withdrawn', 'cancelled')),
    title TEXT NOT NULL CHECK (title <> '{}'),
    subtitle TEXT NOT NULL,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    language TEXT,
    level TEXT,
    kind_id BYTEA,
    track_id BYTEA,
    do_not_record BOOLEAN NOT NULL,
    tags TEXT NOT NULL,
    resources TEXT NOT NULL,
    duration_minutes BIGINT CHECK (duration_minutes >= 0),
    audience_expected BIGINT CHECK (audience_expected >= 0),
    url TEXT,
    PRIMARY KEY (conference_id, id),
    UNIQUE (conference_id, code),
    FOREIGN KEY (conference_id, kind_id) REFERENCES session_kind (conference_id, id),
    FOREIGN KEY (conference_id, track_id) REFERENCES track (conference_id, id)
);

CREATE TABLE session_speaker (
    conference_id BYTEA NOT NULL,
    session_id BYTEA NOT NULL,
    speaker_id BYTEA NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('speaker', 'moderator', 'panellist', 'host')),
    position BIGINT NOT NULL,
    PRIMARY KEY (conference_id, session_id, speaker_id),
    FOREIGN KEY (conference_id, session_id) REFERENCES session (conference_id, id) ON DELETE CASCADE,
    FOREIGN KEY (conference_id, speaker_id) REFERENCES speaker (conference_id, id)
);

CREATE INDEX session_speaker_of ON session_speaker (conference_id, speaker_id);

-- The draft of the timetable: where and when each session is placed now.
CREATE TABLE slot (
    conference_id BYTEA NOT NULL,
    session_id BYTEA NOT NULL,
    room_id BYTEA,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (conference_id, session_id),
    FOREIGN KEY (conference_id, session_id) REFERENCES session (conference_id, id) ON DELETE CASCADE,
    FOREIGN KEY (conference_id, room_id) REFERENCES room (conference_id, id),
    CHECK (starts_at <= ends_at)
);

CREATE INDEX slot_room ON slot (conference_id, room_id, starts_at);

-- What becomes of each kind of conflict; kinds without a row have their usual level.
CREATE TABLE conflict_level (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    conflict TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('block', 'warn', 'ignore')),
    PRIMARY KEY (conference_id, conflict)
);

-- A published version of the timetable: the whole programme as a JSON document, never changed again.
CREATE TABLE release (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    number BIGINT NOT NULL CHECK (number >= 1),
    released_at BIGINT NOT NULL,
    note TEXT NOT NULL,
    document TEXT NOT NULL,
    changes TEXT NOT NULL,
    PRIMARY KEY (conference_id, number)
);

-- Which of our things an import has made from which of the source's, and what the source said last: so that importing
-- again changes only what the source has changed, and keeps what people have edited here.
CREATE TABLE imported (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('conference', 'room', 'track', 'kind', 'speaker', 'session')),
    source_key TEXT NOT NULL,
    our_key TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (conference_id, kind, source_key)
);

CREATE TABLE agenda (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    visitor TEXT NOT NULL,
    -- Names the agenda's calendar feed; who knows it can read the agenda, so it is long and secret.
    token TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (conference_id, visitor)
);

CREATE TABLE favourite (
    conference_id BYTEA NOT NULL,
    visitor TEXT NOT NULL,
    session_code TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (conference_id, visitor, session_code),
    FOREIGN KEY (conference_id, visitor) REFERENCES agenda (conference_id, visitor) ON DELETE CASCADE
);
