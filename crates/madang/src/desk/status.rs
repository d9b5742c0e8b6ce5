//! Where the desk begins: the hosts and conferences of whoever sits there, and for administrators how the server stands.

use askama::Template;
use axum::response::Response;
use jiff::SignedDuration;
use madang_conference::{Conference, Host, Visibility};
use madang_context::Power;
use madang_interchange::write::Cell;
use madang_jobs::JobState;
use madang_mail::MessageState;
use madang_programme::{Standing, standings};
use madang_store::{Engine, size_bytes};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::{
    Desk,
    export::Export,
    frame::{Figures, Frame, Here, answer},
    hosts::may_make,
};
use crate::ground::MIGRATIONS;

#[derive(Template)]
#[template(path = "desk_status.html")]
struct StatusPage {
    layout: Layout,
    desk: Frame,
    figures: Figures,
    /// Figures of the server; empty for everybody but administrators.
    tiles: Vec<Tile>,
    /// Hosts with their conferences.
    hosts: Vec<Block>,
    may_make_host: bool,
}

/// A host as one sees it on the list.
struct Block {
    slug: String,
    name: String,
    /// Whether the host's own page may be seen, not only some of its conferences.
    is_known: bool,
    may_organise: bool,
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
}

/// `/desk`.
pub(crate) async fn status(visit: Visit) -> Result<Response, Problem> {
    let app = visit.app();
    let (now, ctx) = (visit.ctx().now, visit.ctx());
    let read = app.store().read::<_, Problem, _>(move |tx| {
        let (hosts, conferences) = (madang_conference::hosts(tx)?, madang_conference::all(tx)?);
        let storage = Storage { database: size_bytes(tx)?, files: madang_files::total(tx)? };
        Ok((Figures::read(tx, now)?, hosts, conferences, standings(tx)?, storage))
    });
    let (figures, hosts, conferences, standings, storage) = read.await?;
    let is_administrator = ctx.is_administrator();
    let title = if is_administrator { key("desk-status") } else { key("desk-home") };
    let (layout, desk) = Frame::new(&visit, Here::Status, visit.t().say(title), &figures);
    let tiles = if is_administrator {
        tiles(&visit, &desk, &figures, &storage, app.store().is_migrated(MIGRATIONS).await?)
    } else {
        Vec::new()
    };
    let block = |host: Host| {
        let mine = |one: &&Conference| one.host_id == host.id && one.lets(ctx, Power::View);
        Block {
            conferences: conferences.iter().filter(mine).map(|one| row(&visit, one, &standings)).collect(),
            is_known: ctx.knows(&[host.id.0]),
            may_organise: ctx.may(Power::Organise, &[host.id.0]),
            name: host.name.pick(visit.t().language().as_str()).to_owned(),
            slug: host.slug,
        }
    };
    let hosts = hosts.into_iter().map(block);
    let hosts = hosts.filter(|block| block.is_known || !block.conferences.is_empty()).collect();
    answer(&StatusPage { layout, desk, figures, tiles, hosts, may_make_host: may_make(&visit) })
}

/// `/desk/conferences.csv` and `.xlsx`: every conference that this person works on, with its host.
pub(crate) async fn conferences(visit: Visit) -> Result<Export, Problem> {
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        Ok((madang_conference::hosts(tx)?, madang_conference::all(tx)?, standings(tx)?))
    });
    let (hosts, conferences, standings) = read.await?;
    let columns =
        ["host", "conference", "short-name", "visibility", "first-day", "last-day", "sessions", "release"];
    let (t, ctx) = (visit.t(), visit.ctx());
    let of_host = |host: &Host| -> Vec<[Cell; 8]> {
        let name = host.name.pick(t.language().as_str()).to_owned();
        let mine = conferences.iter().filter(|one| one.host_id == host.id && one.lets(ctx, Power::View));
        let line = |one: &Conference| -> [Cell; 8] {
            let row = row(&visit, one, &standings);
            [
                name.as_str().into(),
                row.name.into(),
                row.slug.into(),
                t.say_of("desk-visibility-", row.visibility.word()).into(),
                one.first_day.to_string().into(),
                one.last_day.to_string().into(),
                row.sessions.into(),
                if row.latest > 0 { row.latest.into() } else { "".into() },
            ]
        };
        mine.map(line).collect()
    };
    let rows = hosts.iter().flat_map(of_host);
    Ok(Export::new(&visit, "conferences", visit.t().say(key("desk-conferences")), &columns).rows(rows))
}

/// What lies on disks.
struct Storage {
    /// Bytes of the database.
    database: i64,
    /// How many files there are, and their bytes.
    files: (i64, i64),
}

/// Bytes in words: `3.4 MiB`.
fn size(bytes: i64) -> String {
    let (kibi, mebi, gibi) = (1 << 10, 1 << 20, 1 << 30);
    let tenths = |unit: i64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        ..0x10_0000 => format!("{} KiB", (bytes + kibi - 1) / kibi),
        0x10_0000..0x4000_0000 => format!("{} MiB", tenths(mebi)),
        _ => format!("{} GiB", tenths(gibi)),
    }
}

fn tiles(visit: &Visit, desk: &Frame, figures: &Figures, storage: &Storage, is_migrated: bool) -> Vec<Tile> {
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
            tone: "",
            label: t.say("desk-storage"),
            value: size(storage.database),
            text: t.say_with(
                "desk-storage-text",
                &[("count", storage.files.0.into()), ("size", size(storage.files.1).into())],
            ),
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
