//! The change log of the timetable, as a page and as a feed.

use askama::Template;
use axum::{extract::Path, response::Response};
use http::HeaderMap;
use madang_interchange::{
    model::Slot,
    write::{self, ReleaseFeed, ReleaseNews},
};
use madang_web::{CacheRule, Cached, Layout, Problem, Visit};

use super::{
    exports,
    look::{Look, Menu},
};
use crate::model::{Change, ChangeKind, Release};

/// How many changes of one release stand on the page; the rest is counted.
const CHANGES_MAX: usize = 300;

/// `/{conference}/releases`.
pub(crate) async fn releases(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let make = |look: &Look| -> Result<Cached, Problem> {
        let entries = look.published.releases.iter().map(|release| entry(look, release)).collect();
        look.page(&ReleasesPage {
            layout: look.layout(look.t.say("releases-title"), Menu::None),
            look,
            entries,
        })
    };
    look.cached(&headers, &[], make).await
}

#[derive(Template)]
#[template(path = "releases.html")]
struct ReleasesPage<'a> {
    layout: Layout,
    look: &'a Look,
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    number: i64,
    when: String,
    iso: String,
    note: &'a str,
    /// The first release: everything is new, so nothing is listed.
    first: String,
    more: usize,
    changes: Vec<Line<'a>>,
}

struct Line<'a> {
    kind: ChangeKind,
    code: &'a str,
    title: &'a str,
    /// There is a page of it still.
    is_known: bool,
    from: String,
    to: String,
}

fn entry<'a>(look: &'a Look, release: &'a Release) -> Entry<'a> {
    let is_first = release.number == 1;
    let first = look.t.say_with("releases-first", &[("count", release.changes.len().into())]);
    Entry {
        number: release.number,
        when: look.t.moment(release.released_at, &look.published.zone),
        iso: look.clock(release.released_at).iso,
        note: &release.note,
        first: if is_first { first } else { String::new() },
        more: if is_first { 0 } else { release.changes.len().saturating_sub(CHANGES_MAX) },
        changes: if is_first {
            Vec::new()
        } else {
            release.changes.iter().take(CHANGES_MAX).map(|change| line(look, change)).collect()
        },
    }
}

fn line<'a>(look: &'a Look, change: &'a Change) -> Line<'a> {
    let place = |slot: &Option<Slot>| slot.as_ref().map(|slot| place(look, slot)).unwrap_or_default();
    Line {
        kind: change.kind,
        code: &change.session,
        title: look.pick(&change.title),
        is_known: look.published.session(&change.session).is_some(),
        from: place(&change.before),
        to: place(&change.after),
    }
}

/// When and where, in words: `Tue 22 Nov, 10:00, Hall`.
fn place(look: &Look, slot: &Slot) -> String {
    let room =
        slot.room.as_deref().and_then(|key| look.published.room(key)).map(|(_, room)| look.pick(&room.name));
    [look.moment(slot.start).as_str(), room.unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// `/{conference}/releases.atom`.
pub(crate) async fn feed(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let make = |look: &Look| {
        let feed = ReleaseFeed {
            title: look.t.say_with(
                "page-title",
                &[
                    ("page", look.t.say("releases-title").into()),
                    ("site", look.pick(&look.published.conference.name).into()),
                ],
            ),
            subtitle: look.t.say("releases-text"),
            feed_url: look.absolute("/releases.atom"),
            author: look.pick(&look.published.conference.name).to_owned(),
            releases: look.published.releases.iter().map(|release| news(look, release)).collect(),
        };
        let text = write::atom(&feed, &exports::context(look));
        Ok(Cached::new("application/atom+xml; charset=utf-8", text, CacheRule::Revalidate)
            .varies_by("accept-language, cookie"))
    };
    look.cached(&headers, &[], make).await
}

fn news(look: &Look, release: &Release) -> ReleaseNews {
    let changes = release.changes.iter().take(CHANGES_MAX).map(|change| {
        let line = line(look, change);
        write::Change {
            kind: match change.kind {
                ChangeKind::New => write::ChangeKind::New,
                ChangeKind::Moved => write::ChangeKind::Moved,
                ChangeKind::Cancelled => write::ChangeKind::Cancelled,
            },
            title: line.title.to_owned(),
            url: look.absolute(&format!("/sessions/{}", line.code)),
            detail: if line.from.is_empty() { line.to } else { format!("{} → {}", line.from, line.to) },
        }
    });
    let page = look.absolute("/releases");
    ReleaseNews {
        id: format!("{page}#v{}", release.number),
        title: look.t.say_with("releases-number", &[("number", release.number.into())]),
        url: format!("{page}#v{}", release.number),
        released: release.released_at,
        note: release.note.clone(),
        changes: changes.collect(),
    }
}
