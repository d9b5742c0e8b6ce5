//! The lists on a conference's own page as tables to take away.

use axum::extract::Path;
use madang_conference::conference_day;
use madang_context::Power;
use madang_interchange::write::Cell;
use madang_programme::{Change, Conflict, Outlook, Release, outlook, visits};
use madang_text::key;
use madang_web::{Problem, Right, Routes, Visit};

use crate::desk::{
    Refused,
    export::{Export, Exports, moment},
    naming::Naming,
};

/// For how many days visits are in the table.
const VISIT_DAYS: u8 = 250;

/// The routes of these tables.
pub(in crate::desk) fn routes() -> Routes {
    const VIEW: Right = Right::Scoped(Power::View);
    Routes::new()
        .export("/desk/{conference}/changes", VIEW, changes)
        .export("/desk/{conference}/conflicts", VIEW, conflicts)
        .export("/desk/{conference}/releases", VIEW, releases)
        .export("/desk/{conference}/visits", VIEW, pages_opened)
}

async fn outlook_of(visit: &Visit, slug: &str) -> Result<Outlook, Problem> {
    let (ctx, wanted) = (visit.ctx().clone(), slug.to_owned());
    let read = visit.app().store().read::<_, Refused, _>(move |tx| Ok(outlook(tx, &ctx, &wanted, None)?));
    Ok(read.await?)
}

/// `/desk/{conference}/changes`: what the next release would change.
async fn changes(visit: Visit, Path(slug): Path<String>) -> Result<Export, Problem> {
    let outlook = outlook_of(&visit, &slug).await?;
    let naming = Naming::new(visit.t(), &outlook.conference, &outlook.draft);
    let columns = ["what", "code", "title", "before", "after"];
    let row = |change: &Change| -> [Cell; 5] {
        let line = naming.change(change);
        let (word, code) = (visit.t().say(line.word()), change.session.as_str());
        [word.into(), code.into(), line.session.title.into(), line.from.into(), line.to.into()]
    };
    let title = visit.t().say(key("desk-what-would-change"));
    Ok(Export::new(&visit, &format!("{slug}-changes"), title, &columns).rows(outlook.changes.iter().map(row)))
}

/// `/desk/{conference}/conflicts`.
async fn conflicts(visit: Visit, Path(slug): Path<String>) -> Result<Export, Problem> {
    let outlook = outlook_of(&visit, &slug).await?;
    let (t, naming) = (visit.t(), Naming::new(visit.t(), &outlook.conference, &outlook.draft));
    let columns = ["level", "kind", "code", "sessions", "conflict", "when"];
    let row = |conflict: &Conflict| -> [Cell; 6] {
        let line = naming.conflict(conflict);
        let titles: Vec<String> = line.sessions.into_iter().map(|session| session.title).collect();
        [
            t.say_of("desk-level-", conflict.level.word()).into(),
            t.say_of("desk-kind-", conflict.kind.word()).into(),
            conflict.sessions.join("; ").into(),
            titles.join("; ").into(),
            line.text.into(),
            line.place.into(),
        ]
    };
    let rows = outlook.conflicts.iter().map(row);
    Ok(Export::new(&visit, &format!("{slug}-conflicts"), visit.t().say(key("desk-conflicts")), &columns)
        .rows(rows))
}

/// `/desk/{conference}/releases`: the latest first.
async fn releases(visit: Visit, Path(slug): Path<String>) -> Result<Export, Problem> {
    let outlook = outlook_of(&visit, &slug).await?;
    let columns = ["release", "when", "changes", "note"];
    let row = |release: &Release| -> [Cell; 4] {
        let changes = i64::try_from(release.changes.len()).unwrap_or(i64::MAX);
        [release.number.into(), moment(release.released_at), changes.into(), release.note.as_str().into()]
    };
    let rows = outlook.releases.iter().map(row);
    Ok(Export::new(&visit, &format!("{slug}-releases"), visit.t().say(key("desk-releases")), &columns)
        .rows(rows))
}

/// `/desk/{conference}/visits`: pages opened on each day, the earliest first.
async fn pages_opened(visit: Visit, Path(slug): Path<String>) -> Result<Export, Problem> {
    let (now, wanted) = (visit.ctx().now, slug.clone());
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        let conference = madang_conference::by_slug(tx, &wanted)?.ok_or_else(Problem::not_found)?;
        let today = conference_day(now, &conference.time_zone(), conference.day_starts_minutes);
        Ok(visits(tx, conference.id, today, VISIT_DAYS)?)
    });
    let days = read.await?.into_iter().skip_while(|(_, pages)| *pages == 0);
    let row =
        |(day, pages): (jiff::civil::Date, i64)| -> [Cell; 2] { [day.to_string().into(), pages.into()] };
    let columns = ["day", "pages"];
    Ok(Export::new(&visit, &format!("{slug}-visits"), visit.t().say(key("desk-visits")), &columns)
        .rows(days.map(row)))
}
