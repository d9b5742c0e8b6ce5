//! When a speaker cannot speak: rows of a conference day and two times on the venue's clock.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use jiff::{Timestamp, civil::Date};
use madang_conference::{Conference, conference_day, day_bounds};
use madang_programme::{EditError, OwnSpeaker, edit_own_speaker};
use madang_text::{Translator, key};
use madang_web::{Layout, Problem, Visit};

use super::{
    Place, act, back, base, done,
    frame::{Frame, Here, answer},
    own, problem,
};
use crate::desk::form::{FieldErrors, Fields, Needed, Reader, Typed};

/// Empty rows behind those that are filled, and how many rows are read at all.
const SPARE_ROWS: usize = 3;
const ROWS_MAX: usize = 40;

type Absence = (Timestamp, Timestamp);

#[derive(Template)]
#[template(path = "speaking_availability.html")]
struct AvailabilityPage<'a> {
    layout: Layout,
    own: Frame,
    version: i64,
    form: &'a Fields<'a>,
    rows: Vec<RowNames>,
    zone: String,
}

/// Names of the fields of one row.
struct RowNames {
    title: String,
    day: String,
    from: String,
    to: String,
}

fn names(t: &Translator, index: usize) -> RowNames {
    let name = |what: &str| format!("absence-{index}-{what}");
    let title = t.say_with(key("speaking-absence"), &[("count", (index + 1).into())]);
    RowNames { title, day: name("day"), from: name("from"), to: name("to") }
}

/// Conference days, in order.
fn days(conference: &Conference) -> Vec<Date> {
    conference
        .first_day
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= conference.last_day)
        .collect()
}

/// A span of time in pieces that each lie within one conference day: day, from, to.
fn pieces(conference: &Conference, (start, end): Absence) -> Vec<(Date, Timestamp, Timestamp)> {
    let zone = conference.time_zone();
    let (mut pieces, mut from) = (Vec::new(), start);
    while from < end && pieces.len() < ROWS_MAX {
        let day = conference_day(from, &zone, conference.day_starts_minutes);
        let (_, closes) = day_bounds(day, &zone, conference.day_starts_minutes);
        pieces.push((day, from, end.min(closes)));
        from = closes;
    }
    pieces
}

/// The rows of the form: one for each piece of each absence.
fn fill(conference: &Conference, absences: &[Absence]) -> Typed {
    let (mut typed, zone) = (Typed::default(), conference.time_zone());
    let rows = absences.iter().flat_map(|absence| pieces(conference, *absence));
    for (index, (day, from, to)) in rows.take(ROWS_MAX).enumerate() {
        let (opens, closes) = day_bounds(day, &zone, conference.day_starts_minutes);
        let clock = |at: Timestamp, edge: Timestamp| match at == edge {
            true => String::new(),
            false => zone.to_datetime(at).strftime("%H:%M").to_string(),
        };
        typed.set(format!("absence-{index}-day"), day.to_string());
        typed.set(format!("absence-{index}-from"), clock(from, opens));
        typed.set(format!("absence-{index}-to"), clock(to, closes));
    }
    typed
}

/// How many rows of a form say something, counted to the last of them.
fn rows_of(typed: &Typed) -> usize {
    let says = |index: &usize| {
        ["day", "from", "to"]
            .iter()
            .any(|what| !typed.one(&format!("absence-{index}-{what}")).trim().is_empty())
    };
    (0..ROWS_MAX).filter(says).max().map_or(0, |last| last + 1)
}

/// Reads the rows; pieces that touch or overlap become one.
fn read(t: &Translator, conference: &Conference, typed: &Typed) -> Result<Vec<Absence>, FieldErrors> {
    let mut reader = Reader::new(t, typed);
    let (zone, mut spans) = (conference.time_zone(), Vec::new());
    for index in 0..rows_of(typed) {
        let row = names(t, index);
        let (from, to) = (reader.time(&row.from, Needed::No), reader.time(&row.to, Needed::No));
        let has_time = !typed.one(&row.from).trim().is_empty() || !typed.one(&row.to).trim().is_empty();
        let needed = if has_time { Needed::Yes } else { Needed::No };
        let Some(day) = reader.day(&row.day, needed) else { continue };
        let (opens, closes) = day_bounds(day, &zone, conference.day_starts_minutes);
        // A time before the day begins is one of the night after it.
        let at = |time: jiff::civil::Time| {
            let minutes =
                u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs());
            let date =
                if minutes < conference.day_starts_minutes { day.tomorrow().unwrap_or(day) } else { day };
            zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok()
        };
        let from = from.map_or(Some(opens), &at);
        let to = to.map_or(Some(closes), &at);
        match from.zip(to) {
            Some((from, to)) if from < to => spans.push((from, to)),
            _ => reader.wrong(&row.to, t.say(key("speaking-absence-wrong"))),
        }
    }
    reader.finish()?;
    Ok(joined(spans))
}

fn joined(mut spans: Vec<Absence>) -> Vec<Absence> {
    spans.sort_unstable();
    let mut joined: Vec<Absence> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// `/speaking/{conference}/{speaker}/availability`.
pub(super) async fn show(visit: Visit, Path((slug, code)): Path<Place>) -> Result<Response, Problem> {
    let own = own(&visit, &slug, &code).await?;
    let typed = fill(&own.conference, &own.full.absences);
    page(&visit, &own, &typed, own.version, &FieldErrors::none(), StatusCode::OK)
}

/// `POST /speaking/{conference}/{speaker}/availability`.
pub(super) async fn save(
    visit: Visit,
    Path((slug, code)): Path<Place>,
    typed: Typed,
) -> Result<Response, Problem> {
    let own = own(&visit, &slug, &code).await?;
    let seen: i64 =
        typed.one("version").parse().map_err(|_| Problem::bad_request().with_detail("version"))?;
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let absences = match read(visit.t(), &own.conference, &typed) {
        Ok(absences) => absences,
        Err(errors) => return page(&visit, &own, &typed, seen, &errors, wrong),
    };
    let mut wanted = own.full.clone();
    // What lies as it lay, cut at the edges of days, was not touched.
    if joined(own.full.absences.clone()) != absences {
        wanted.absences = absences;
    }
    let (conference, speaker) = (slug.clone(), code.clone());
    let saved = act(&visit, move |tx, ctx| edit_own_speaker(tx, ctx, &conference, (&speaker, seen), &wanted));
    match saved.await {
        Ok(saved) => {
            let word = if saved.batch.is_some() { "saved" } else { "same" };
            Ok(done(&slug, &code, "/availability", word))
        }
        // One field only: the page as it is now says what has become of it.
        Err(EditError::Stale { .. }) => Ok(back(&format!("{}/availability?done=stale", base(&slug, &code)))),
        Err(EditError::Faults(_)) => {
            let mut errors = FieldErrors::default();
            errors.add("absence-0-day", visit.t().say(key("speaking-absence-wrong")));
            page(&visit, &own, &typed, seen, &errors, wrong)
        }
        Err(error) => Err(problem(error)),
    }
}

fn page(
    visit: &Visit,
    own: &OwnSpeaker,
    typed: &Typed,
    version: i64,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<Response, Problem> {
    let (t, conference) = (visit.t(), &own.conference);
    let rows: Vec<RowNames> =
        (0..(rows_of(typed) + SPARE_ROWS).min(ROWS_MAX)).map(|index| names(t, index)).collect();
    let mut form = Fields::new(t, typed, errors);
    for row in &rows {
        let none = (String::new(), t.say(key("form-none")));
        let mut offered: Vec<Date> = days(conference);
        // A day that the conference no longer has must not be lost by opening the form.
        if let Ok(day) = typed.one(&row.day).parse::<Date>()
            && !offered.contains(&day)
        {
            offered.push(day);
        }
        let day = |day: Date| (day.to_string(), format!("{} {}", t.weekday_short(day), t.date_short(day)));
        form.choice(
            &row.day,
            t.say(key("speaking-absence-day")),
            std::iter::once(none).chain(offered.into_iter().map(day)),
        );
        form.time(&row.from, t.say(key("speaking-absence-from")));
        form.time(&row.to, t.say(key("speaking-absence-to")));
    }
    let (layout, frame) = Frame::new(visit, Here::Availability, t.say(key("speaking-availability")), own);
    let zone = conference.zone.replace('_', " ");
    let page = AvailabilityPage { layout, own: frame, version, form: &form, rows, zone };
    Ok((status, answer(&page)?).into_response())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use madang_text::Texts;
    use proptest::prelude::*;

    use super::*;

    fn conference(day_starts_minutes: u16) -> Conference {
        crate::tests::conference_of(date(2026, 12, 1), date(2026, 12, 3), day_starts_minutes)
    }

    fn english() -> Translator {
        let texts = Texts::embedded();
        texts.translator(&texts.negotiate(Some("en"), None, &[]))
    }

    fn typed(rows: &[(&str, &str, &str)]) -> Typed {
        let mut typed = Typed::default();
        for (index, (day, from, to)) in rows.iter().enumerate() {
            for (what, value) in [("day", day), ("from", from), ("to", to)] {
                typed.set(format!("absence-{index}-{what}"), *value);
            }
        }
        typed
    }

    /// Day, from and to, as they are typed.
    type Line<'l> = (&'l str, &'l str, &'l str);

    #[test]
    fn rows_become_spans_on_the_venues_clock() {
        let t = english();
        let spans = |rows: &[(&str, &str, &str)], starts| read(&t, &conference(starts), &typed(rows));
        let said = |spans: Vec<Absence>| -> Vec<String> {
            spans.iter().map(|(from, to)| format!("{from} {to}")).collect()
        };
        let table: [(&[Line<'_>], u16, &[&str]); 4] = [
            (&[("2026-12-01", "09:00", "12:30")], 0, &["2026-12-01T00:00:00Z 2026-12-01T03:30:00Z"]),
            // A whole day, and one that joins it.
            (
                &[("2026-12-02", "", ""), ("", "", ""), ("2026-12-03", "", "10:00")],
                0,
                &["2026-12-01T15:00:00Z 2026-12-03T01:00:00Z"],
            ),
            // A day that begins at five: one o'clock is of the night after it.
            (&[("2026-12-01", "22:00", "01:00")], 300, &["2026-12-01T13:00:00Z 2026-12-01T16:00:00Z"]),
            (&[], 0, &[]),
        ];
        for (rows, starts, expected) in table {
            assert_eq!(said(spans(rows, starts).expect("all is right")), expected, "{rows:?}");
        }
        for rows in [
            [("2026-12-01", "12:00", "09:00")],
            [("", "09:00", "")],
            [("tomorrow", "", "")],
            [("2026-12-01", "25:00", "")],
        ] {
            assert!(spans(&rows, 0).is_err(), "{rows:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_opened_and_saved_stays_as_it_was(
            spans in proptest::collection::vec((0_i64..4_000, 1_i64..2_000), 0..6), starts in 0_u16..600,
        ) {
            let first: Timestamp = "2026-11-30T20:00:00Z".parse().unwrap();
            let at = |minutes: i64| first + jiff::SignedDuration::from_mins(minutes);
            let before = joined(spans.into_iter().map(|(from, length)| (at(from), at(from + length))).collect());
            let conference = conference(starts);
            let after = read(&english(), &conference, &fill(&conference, &before));
            prop_assert_eq!(after.ok(), Some(before));
        }
    }
}
