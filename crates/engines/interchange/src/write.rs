//! Writes programmes: a [`Programme`](crate::model::Programme) in, text or bytes out. Nothing is checked that a reader
//! did not promise already, and nothing private comes out unless it is asked for.

mod atom;
mod context;
mod grid;
mod icalendar;
mod json_ld;
mod outline;
mod schedule_json;
mod schedule_json2;
mod schedule_xml;
mod table;
mod vtimezone;
mod xlsx;

pub use atom::{Change, ChangeKind, ReleaseFeed, ReleaseNews, atom};
pub use context::{Generator, WriteContext, WriteError};
pub use grid::{Cell, Grid};
pub use icalendar::{Selection, icalendar};
pub use json_ld::{conference_json_ld, json_ld, json_ld_script, session_json_ld};
pub use schedule_json::schedule_json;
pub use schedule_json2::schedule_json2;
pub use schedule_xml::{XmlDialect, schedule_xml};
pub use table::{TableOptions, sessions_csv, speakers_csv};
pub use xlsx::workbook;
