CREATE TABLE host (
    id BYTEA NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Texts in several languages are JSON objects from language to text.
CREATE TABLE conference (
    id BYTEA NOT NULL PRIMARY KEY,
    host_id BYTEA NOT NULL REFERENCES host (id),
    slug TEXT NOT NULL UNIQUE,
    visibility TEXT NOT NULL CHECK (visibility IN ('draft', 'public', 'archived')),
    zone TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    day_starts_minutes BIGINT NOT NULL CHECK (day_starts_minutes BETWEEN 0 AND 1439),
    opens_minutes BIGINT CHECK (opens_minutes BETWEEN 0 AND 2880),
    closes_minutes BIGINT CHECK (closes_minutes BETWEEN 0 AND 2880),
    languages TEXT NOT NULL,
    name TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    description TEXT NOT NULL,
    venue TEXT NOT NULL,
    address TEXT NOT NULL,
    city TEXT NOT NULL,
    url TEXT,
    colour TEXT,
    logo TEXT,
    -- Counts every change that a visitor could see; pages are cached by it.
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK (first_day <= last_day)
);

CREATE TABLE room (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    id BYTEA NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    guid TEXT,
    capacity BIGINT CHECK (capacity >= 0),
    -- Rooms of one area are next to each other; see walk.
    area TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (conference_id, id),
    UNIQUE (conference_id, slug)
);

CREATE TABLE walk (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    from_area TEXT NOT NULL,
    to_area TEXT NOT NULL,
    minutes BIGINT NOT NULL CHECK (minutes >= 0),
    PRIMARY KEY (conference_id, from_area, to_area),
    CHECK (from_area < to_area)
);

CREATE TABLE track (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    id BYTEA NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    colour TEXT,
    position BIGINT NOT NULL,
    PRIMARY KEY (conference_id, id),
    UNIQUE (conference_id, slug)
);

CREATE TABLE session_kind (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    id BYTEA NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    duration_minutes BIGINT CHECK (duration_minutes >= 0),
    position BIGINT NOT NULL,
    PRIMARY KEY (conference_id, id),
    UNIQUE (conference_id, slug)
);

CREATE TABLE page (
    conference_id BYTEA NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (conference_id, slug)
);
