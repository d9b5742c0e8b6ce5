//! Programme formats of the conference field: read, written, and nothing done besides.
//!
//! An engine: bytes in, values out. No file is opened, no clock asked, nothing fetched. [`read()`] turns files into a
//! [`model::Programme`] and a list of oddities; the functions of [`mod@write`] turn a programme into files. What every format
//! is read into and written from is in [`model`]; read that first.
//!
//! ```
//! use madang_interchange::{ReadOptions, Source, read, write};
//!
//! let bytes = br#"{"event": {"title": "Devcon", "location": "Bogota, Colombia"}, "rooms": [], "speakers": [],
//!     "sessions": [{"id": "one", "title": "One", "slot_start": 1665666000000, "slot_end": 1665673200000}]}"#;
//! let reading = read(&[Source { name: "devcon.json", bytes }], &ReadOptions::default())?;
//! assert_eq!(reading.programme.conference.zone.as_deref(), Some("America/Bogota"));
//! for oddity in &reading.oddities {
//!     println!("{oddity}");
//! }
//! let context = write::WriteContext::new("https://conf.example/", "en", jiff::Timestamp::UNIX_EPOCH);
//! let calendar = write::icalendar(&reading.programme, &context, &write::Selection::All);
//! assert!(calendar.contains("DTSTART;TZID=America/Bogota:20221013T130000"));
//! # Ok::<(), madang_interchange::ReadError>(())
//! ```
//!
//! # Formats
//!
//! | format ([`Format`]) | read | written | what is lost or has to be made up |
//! |---|---|---|---|
//! | `schedule.xml` | pentabarf, frab, FOSDEM, pretalx, c3voc hub | [`write::XmlDialect::Strict`] (valid against c3voc's XSD), [`Wide`](write::XmlDialect::Wide) | read: licences, answers, logos of events, further languages; written: unplaced sessions, levels, tags, roles, all but one language; Strict also addresses, colours, biographies |
//! | `schedule.json` 1 | frab, pretalx, c3voc | [`write::schedule_json`], the version in use | as `schedule.xml`, Wide; zones such as `EST` that the schema's pattern refuses |
//! | `schedule.json` 2 | c3voc hub | [`write::schedule_json2`], a draft (alpha-3) | written: unplaced sessions, levels, tags, exact kinds; a language and a track are made up where there are none |
//! | pretalx API | submissions, talks, slots, speakers, rooms, tracks, types, events; several files | – | answers, reviews, availability; a submission with several slots becomes several sessions |
//! | pretalx grid | PyConFR's file | – | zone is not named; breaks have no length |
//! | Sessionize | "all data" | – | questions and answers; times are local and the zone is not named |
//! | Indico | `export/event/….json`, detail contributions | – | chairs, breaks, sub-contributions, files' owners |
//! | open-event | FOSSASIA's files of 2018 | – | sponsors, copyright, call for papers, floors' plans |
//! | Devcon | Devcon 3 to 6 | – | IPFS and Swarm hashes, the recording's length; the zone is guessed from the place |
//! | talk list | EthCC's recordings | – | there are no times |
//! | CSV | sessions and speakers, headers in a dozen languages | [`write::sessions_csv`], [`write::speakers_csv`] | whatever has no column |
//! | XLSX | – | [`write::workbook`] | as CSV |
//! | iCalendar | – | [`write::icalendar`]: whole, per session, per speaker, any set | unplaced sessions |
//! | Atom | – | [`write::atom`]: what each release changed | |
//! | JSON-LD | – | [`write::json_ld`], [`write::conference_json_ld`], [`write::session_json_ld`], [`write::json_ld_script`] | |
//!
//! # What holds everywhere
//! - Nothing is swallowed: what is mended, guessed or left out is an oddity with file, place and a sentence.
//! - Only confirmed and cancelled sessions leave in a public format; e-mail addresses leave only in private tables.
//! - Ids that a source lacks are UUIDv5 of conference and key: the same in every export, today and next year.
//! - Sizes are limited ([`Limits`]), XML entities refused, and no input makes a reader panic ([`probe`] is how that is tried).

pub mod model;

mod naming;
mod place;

pub mod read;
pub mod write;

pub mod probe;

pub use read::{Format, Limits, ReadError, ReadErrorKind, ReadOptions, Reading, Source, read};
