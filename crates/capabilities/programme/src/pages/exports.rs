//! The programme in every format that others read.

use std::collections::BTreeSet;

use axum::{extract::Path, response::Response};
use http::{HeaderMap, header};
use madang_interchange::{
    model::Programme,
    write::{self, Selection, TableOptions, WriteContext, XmlDialect},
};
use madang_web::{CacheRule, Cached, Problem, Visit};

use super::look::Look;
use crate::published::export_context;

/// How long calendars and scrapers may go without asking.
const KEEP: CacheRule = CacheRule::Revalidate;

/// What writers need to know of where the programme stands.
pub(crate) fn context(look: &Look) -> WriteContext {
    export_context(&look.published, &look.absolute(""), &look.language, &look.t.say("timetable-elsewhere"))
}

fn programme(look: &Look) -> &Programme {
    &look.published.programme
}

type Make = fn(&Look) -> Result<Vec<u8>, Problem>;

async fn export(
    visit: Visit,
    headers: &HeaderMap,
    slug: &str,
    (content_type, file): (&'static str, &'static str),
    make: Make,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, slug).await?;
    let name = format!("inline; filename=\"{}-{file}\"", look.published.conference.slug);
    let make = move |look: &Look| {
        Ok(Cached::new(content_type, make(look)?, KEEP)
            .with_header(header::CONTENT_DISPOSITION, &name)
            .varies_by("accept-language, cookie"))
    };
    look.cached(headers, &[file], make).await
}

/// `/{conference}/schedule.xml`.
pub(crate) async fn schedule_xml(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let make: Make =
        |look| Ok(write::schedule_xml(programme(look), &context(look), XmlDialect::default()).into_bytes());
    export(visit, &headers, &slug, ("application/xml; charset=utf-8", "schedule.xml"), make).await
}

/// `/{conference}/schedule.json`.
pub(crate) async fn schedule_json(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let make: Make = |look| Ok(write::schedule_json(programme(look), &context(look)).into_bytes());
    export(visit, &headers, &slug, ("application/json", "schedule.json"), make).await
}

/// `/{conference}/schedule.ics`.
pub(crate) async fn calendar(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let make: Make =
        |look| Ok(write::icalendar(programme(look), &context(look), &Selection::All).into_bytes());
    export(visit, &headers, &slug, ("text/calendar; charset=utf-8", "schedule.ics"), make).await
}

/// `/{conference}/schedule.csv`.
pub(crate) async fn sessions_csv(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let make: Make = |look| Ok(write::sessions_csv(programme(look), &context(look), TABLE).into_bytes());
    export(visit, &headers, &slug, ("text/csv; charset=utf-8", "sessions.csv"), make).await
}

/// `/{conference}/speakers.csv`.
pub(crate) async fn speakers_csv(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let make: Make = |look| Ok(write::speakers_csv(programme(look), &context(look), TABLE).into_bytes());
    export(visit, &headers, &slug, ("text/csv; charset=utf-8", "speakers.csv"), make).await
}

const TABLE: TableOptions = TableOptions { byte_order_mark: true, private: false };

/// `/{conference}/schedule.xlsx`.
pub(crate) async fn workbook(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let make: Make = |look| {
        write::workbook(programme(look), &context(look), false).map_err(|error| Problem::fault(&error))
    };
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    export(visit, &headers, &slug, (kind, "programme.xlsx"), make).await
}

fn as_calendar(look: &Look, selection: &Selection<'_>) -> Cached {
    let text = write::icalendar(programme(look), &context(look), selection);
    Cached::new("text/calendar; charset=utf-8", text, KEEP).varies_by("accept-language, cookie")
}

/// The calendar entry of one session.
pub(crate) async fn calendar_of_session(
    look: Look,
    headers: &HeaderMap,
    code: &str,
) -> Result<Response, Problem> {
    look.published.session(code).ok_or_else(Problem::not_found)?;
    let code = code.to_owned();
    look.cached(headers, &[], move |look| Ok(as_calendar(look, &Selection::Session(&code)))).await
}

/// The calendar of one speaker.
pub(crate) async fn calendar_of_speaker(
    look: Look,
    headers: &HeaderMap,
    code: &str,
) -> Result<Response, Problem> {
    look.published.speaker(code).ok_or_else(Problem::not_found)?;
    let code = code.to_owned();
    look.cached(headers, &[], move |look| Ok(as_calendar(look, &Selection::Speaker(&code)))).await
}

/// The calendar of one room.
pub(crate) async fn calendar_of_room(
    look: Look,
    headers: &HeaderMap,
    room: &str,
) -> Result<Response, Problem> {
    look.published.room(room).ok_or_else(Problem::not_found)?;
    let codes: BTreeSet<String> = look
        .published
        .sessions_in(room)
        .map(|number| look.published.programme.sessions[number].key.clone())
        .collect();
    look.cached(headers, &[], move |look| Ok(calendar_of(look, &codes))).await
}

/// The calendar of chosen sessions.
pub(crate) fn calendar_of(look: &Look, codes: &BTreeSet<String>) -> Cached {
    as_calendar(look, &Selection::Sessions(codes))
}
