//! The store's promises, on both engines.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

mod dumps;
mod units;

use madang_store::Migration;

static MIGRATIONS: &[&[Migration]] = &[&[
    Migration::same(
        "test/0001_room",
        "CREATE TABLE room (id BYTEA NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, seats BIGINT NOT NULL
         CHECK (seats >= 0), open BOOLEAN NOT NULL DEFAULT FALSE, note TEXT)",
    ),
    Migration::same(
        "test/0002_chair",
        "CREATE TABLE chair (room_id BYTEA NOT NULL REFERENCES room (id), number BIGINT NOT NULL,
         PRIMARY KEY (room_id, number))",
    ),
    // A text of its own for each engine, as triggers need it: a dump has to be loaded on the other all the same.
    Migration {
        id: "test/0003_chair_of_room",
        sqlite: "CREATE INDEX chair_of_room ON chair (room_id)",
        postgres: "CREATE INDEX chair_of_room ON chair USING btree (room_id)",
    },
]];

madang_store::statements! {
    /// A new room.
    INSERT_ROOM = "INSERT INTO room (id, name, seats, open, note) VALUES ($1, $2, $3, $4, $5)";
    /// A new chair.
    INSERT_CHAIR = "INSERT INTO chair (room_id, number) VALUES ($1, $2)";
    /// All rooms.
    ROOMS = "SELECT id, name, seats, open, note FROM room ORDER BY name";
    /// How many rooms.
    ROOM_COUNT = "SELECT COUNT(*) FROM room";
    /// Takes a seat if there is one.
    TAKE_SEAT = "UPDATE room SET seats = seats - 1 WHERE name = $1 AND seats >= 1";
    /// Writes what was computed elsewhere.
    SET_SEATS = "UPDATE room SET seats = $2 WHERE name = $1";
    /// Seats left.
    SEATS = "SELECT seats FROM room WHERE name = $1";
}
