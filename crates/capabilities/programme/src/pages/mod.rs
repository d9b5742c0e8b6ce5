//! The public pages of a conference.

mod agenda;
mod card;
mod clock;
mod exports;
mod files;
mod filter;
mod home;
mod landing;
mod look;
mod now;
mod pictures;
mod releases;
mod rooms;
mod session;
mod sessions;
mod speakers;
mod theme;
mod timetable;
mod zone;

use madang_web::{Right, Routes};

/// The routes of the public site.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/", Right::Public, home::home)
        .get("/{conference}", Right::Public, landing::landing)
        .get("/{conference}/", Right::Public, landing::with_slash)
        .get("/{conference}/pages/{page}", Right::Public, landing::text_page)
        .get("/{conference}/theme.css", Right::Public, theme::theme)
        .get("/{conference}/timetable", Right::Public, timetable::today)
        .get("/{conference}/timetable/{day}", Right::Public, timetable::timetable)
        .get("/{conference}/sessions", Right::Public, sessions::sessions)
        .get("/{conference}/sessions/{code}", Right::Public, session::session)
        .get("/{conference}/speakers", Right::Public, speakers::speakers)
        .get("/{conference}/speakers/{code}", Right::Public, speakers::speaker)
        .get("/{conference}/rooms", Right::Public, rooms::rooms)
        .get("/{conference}/rooms/{room}", Right::Public, rooms::room)
        .get("/{conference}/rooms/{room}/{day}", Right::Public, rooms::room_day)
        .get("/{conference}/now", Right::Public, now::now)
        .get("/{conference}/pictures/{id}", Right::Public, pictures::picture)
        .download("/{conference}/files/{token}", files::slides)
        .get("/{conference}/zone", Right::Public, zone::zone)
        .get("/{conference}/agenda", Right::Public, agenda::agenda)
        .get("/{conference}/agenda/{token}", Right::Public, agenda::feed)
        .get("/{conference}/favourites.json", Right::Public, agenda::favourites)
        .post_from_cached_page("/{conference}/favourites", Right::Public, agenda::change)
        .get("/{conference}/releases", Right::Public, releases::releases)
        .get("/{conference}/releases.atom", Right::Public, releases::feed)
        .get("/{conference}/schedule.xml", Right::Public, exports::schedule_xml)
        .get("/{conference}/schedule.json", Right::Public, exports::schedule_json)
        .get("/{conference}/schedule.ics", Right::Public, exports::calendar)
        .get("/{conference}/schedule.csv", Right::Public, exports::sessions_csv)
        .get("/{conference}/schedule.xlsx", Right::Public, exports::workbook)
        .get("/{conference}/speakers.csv", Right::Public, exports::speakers_csv)
}
