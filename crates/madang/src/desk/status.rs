//! How the server stands.

use askama::Template;
use axum::response::Response;
use jiff::SignedDuration;
use madang_conference::{Conference, Visibility};
use madang_jobs::JobState;
use madang_mail::MessageState;
use madang_programme::{Standing, standings};
use madang_store::Engine;
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::{
    Desk,
    frame::{Figures, Frame, Here, answer},
};
use crate::ground::MIGRATIONS;

#[derive(Template)]
#[template(path = "desk_status.html")]
struct StatusPage {
    layout: Layout,
    desk: Frame,
    figures: Figures,
    tiles: Vec<Tile>,
    conferences: Vec<Row>,
}

/// One figure.
struct Tile {
    tone: &'static str,
    label: String,
    value: String,
    text: String,
    href: &'static str,
}

struct Row {
    slug: String,
    name: String,
    visibility: Visibility,
    dates: String,
    sessions: i64,
    latest: i64,
    revision: i64,
}

/// `/desk`.
pub(crate) async fn status(visit: Visit) -> Result<Response, Problem> {
    let app = visit.app();
    let now = visit.ctx().now;
    let read = app.store().read::<_, Problem, _>(move |tx| {
        Ok((Figures::read(tx, now)?, madang_conference::all(tx)?, standings(tx)?))
    });
    let (figures, conferences, standings) = read.await?;
    let is_migrated = app.store().is_migrated(MIGRATIONS).await?;
    let (layout, desk) = Frame::new(&visit, Here::Status, visit.t().say("desk-status"), &figures);
    let tiles = tiles(&visit, &desk, &figures, is_migrated);
    let conferences = conferences.iter().map(|conference| row(&visit, conference, &standings)).collect();
    answer(&StatusPage { layout, desk, figures, tiles, conferences })
}

fn tiles(visit: &Visit, desk: &Frame, figures: &Figures, is_migrated: bool) -> Vec<Tile> {
    let (t, app) = (&desk.t, visit.app());
    let (given_up, failed) = (figures.mail_in(MessageState::GivenUp), figures.mail_in(MessageState::Failed));
    let mail_tone = if given_up > 0 || figures.is_mail_stuck {
        "bad"
    } else if failed > 0 {
        "warn"
    } else {
        ""
    };
    let mail_text = [
        ("queued", figures.mail_in(MessageState::Queued).into()),
        ("sent", figures.mail_in(MessageState::Sent).into()),
    ];
    let jobs_failed = figures.jobs_in(JobState::Failed);
    let jobs_text = [
        ("waiting", figures.jobs_in(JobState::Waiting).into()),
        ("running", figures.jobs_in(JobState::Running).into()),
    ];
    let migrations: usize = MIGRATIONS.iter().map(|part| part.len()).sum();
    let migrated = if is_migrated { key("desk-migrated") } else { key("desk-not-migrated") };
    let (readers, writers) = app.store().waiting();
    let kibibytes = i64::try_from(app.pages().size_bytes() / 1024).unwrap_or(i64::MAX);
    let up: SignedDuration = visit.ctx().now.duration_since(Desk::of(visit).started_at);
    let engine = match app.store().engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    vec![
        Tile {
            tone: mail_tone,
            label: t.say("desk-mail"),
            value: t.say_with("desk-mail-not-arrived", &[("count", (given_up + failed).into())]),
            text: t.say_with("desk-mail-figures", &mail_text),
            href: "/desk/mail",
        },
        Tile {
            tone: if jobs_failed > 0 || figures.are_jobs_stuck { "bad" } else { "" },
            label: t.say("desk-jobs"),
            value: t.say_with("desk-jobs-failed", &[("count", jobs_failed.into())]),
            text: t.say_with("desk-jobs-figures", &jobs_text),
            href: "/desk/jobs",
        },
        Tile {
            tone: if is_migrated { "" } else { "bad" },
            label: t.say("desk-database"),
            value: engine.to_owned(),
            text: t.say_with(migrated, &[("count", migrations.into())]),
            href: "",
        },
        Tile {
            tone: if readers + writers > 100 { "warn" } else { "" },
            label: t.say("desk-waiting"),
            value: desk.number(i64::try_from(readers + writers).unwrap_or(i64::MAX)),
            text: t
                .say_with("desk-waiting-text", &[("readers", readers.into()), ("writers", writers.into())]),
            href: "",
        },
        Tile {
            tone: "",
            label: t.say("desk-up"),
            value: desk.span(up),
            text: t.say_with("desk-version", &[("version", env!("CARGO_PKG_VERSION").into())]),
            href: "",
        },
        Tile {
            tone: "",
            label: t.say("desk-page-cache"),
            value: format!("{} KiB", desk.number(kibibytes)),
            text: t.say("desk-page-cache-text"),
            href: "",
        },
    ]
}

fn row(visit: &Visit, conference: &Conference, standings: &[Standing]) -> Row {
    let standing = standings.iter().find(|standing| standing.conference == conference.id);
    Row {
        slug: conference.slug.clone(),
        name: conference.name.pick(visit.t().language().as_str()).to_owned(),
        visibility: conference.visibility,
        dates: visit.t().date_range(conference.first_day, conference.last_day),
        sessions: standing.map_or(0, |standing| standing.sessions),
        latest: standing.map_or(0, |standing| standing.latest),
        revision: conference.revision,
    }
}

impl Row {
    /// Which chip its visibility gets.
    fn tone(&self) -> &'static str {
        tone_of(&self.visibility)
    }
}

/// Which chip a visibility gets.
pub(crate) fn tone_of(visibility: &Visibility) -> &'static str {
    match visibility {
        Visibility::Draft => "warn",
        Visibility::Public => "good",
        Visibility::Archived => "",
    }
}
