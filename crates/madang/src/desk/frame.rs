//! What stands around every page of the desk: the menu with its warnings, the notice of what was just done.

use std::borrow::Borrow;

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, header};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use madang_jobs::JobState;
use madang_mail::MessageState;
use madang_store::{Id, StoreError, Tx};
use madang_text::{Translator, key};
use madang_web::{Layout, Link, Notice, Problem, Visit, html};

/// For how long mail or jobs may be due before something is wrong with who should take them.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// Which entry of the menu a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Here {
    Status,
    Jobs,
    Mail,
    Audit,
    Conference,
    Import,
    Team,
    Settings,
    Host,
    ConferenceAudit,
    People,
    Sessions,
    Speakers,
    Timetable,
    History,
}

/// How jobs and mail stand: for the menu of every page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    pub(crate) jobs: Vec<(JobState, i64)>,
    pub(crate) mail: Vec<(MessageState, i64)>,
    /// Mail has been due for too long: no postman takes it.
    pub(crate) is_mail_stuck: bool,
    /// Jobs have been due for too long: no worker takes them.
    pub(crate) are_jobs_stuck: bool,
}

impl Figures {
    pub(crate) fn read(tx: &mut Tx<'_>, now: Timestamp) -> Result<Self, StoreError> {
        let counts =
            |counts: Vec<(&'static str, &'static str, i64)>| counts.into_iter().map(|(_, _, count)| count);
        Ok(Self {
            jobs: JobState::ALL.into_iter().zip(counts(madang_jobs::counts(tx)?)).collect(),
            mail: MessageState::ALL.into_iter().zip(counts(madang_mail::counts(tx)?)).collect(),
            is_mail_stuck: madang_mail::is_due_since(tx, now - PATIENCE)?,
            are_jobs_stuck: madang_jobs::is_due_since(tx, now - PATIENCE)?,
        })
    }

    pub(crate) fn jobs_in(&self, state: JobState) -> i64 {
        self.jobs.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count)
    }

    pub(crate) fn mail_in(&self, state: MessageState) -> i64 {
        self.mail.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count)
    }

    /// Messages that somebody waits for and that have not arrived.
    pub(crate) fn mail_in_trouble(&self) -> i64 {
        self.mail_in(MessageState::Failed) + self.mail_in(MessageState::GivenUp)
    }
}

/// The desk around one page.
pub(crate) struct Frame {
    pub(crate) t: Translator,
    pub(crate) csrf: String,
    pub(crate) here: Here,
    pub(crate) jobs_failed: i64,
    pub(crate) mail_in_trouble: i64,
    /// Short name and name of the conference whose desk this is.
    pub(crate) conference: Option<(String, String)>,
    /// Whether the server's own pages are this person's.
    pub(crate) is_administrator: bool,
    /// Names what was just done, so that it can be taken back; empty when there is nothing.
    pub(crate) undo: String,
    /// This page's own address, without what was just done: where an undo leads back to.
    pub(crate) back: String,
    now: Timestamp,
}

impl Frame {
    /// The frame of a page and the layout around it.
    pub(crate) fn new(visit: &Visit, here: Here, title: String, figures: &Figures) -> (Layout, Self) {
        let t = visit.t().clone();
        let mut layout = visit.layout(title);
        layout.site = Link::new(t.say("desk-title"), "/desk");
        layout.indexable = false;
        layout.canonical = String::new();
        layout.stylesheets = vec![layout.assets.url("css/desk.css")];
        layout.notices.extend(done_notice(visit));
        let frame = Self {
            t,
            csrf: visit.csrf_token(),
            here,
            jobs_failed: figures.jobs_in(JobState::Failed),
            mail_in_trouble: figures.mail_in_trouble(),
            conference: None,
            is_administrator: visit.ctx().is_administrator(),
            undo: parameter(visit, "undo")
                .and_then(|id| id.parse::<Id>().ok())
                .map(|id| id.to_string())
                .unwrap_or_default(),
            back: own_address(visit),
            now: visit.ctx().now,
        };
        (layout, frame)
    }

    /// The same for a page of one conference.
    #[must_use]
    pub(crate) fn of_conference(self, slug: &str, name: &str) -> Self {
        Self { conference: Some((slug.to_owned(), name.to_owned())), ..self }
    }

    /// The same for a page of a host.
    #[must_use]
    pub(crate) fn at_host(self) -> Self {
        Self { here: Here::Host, ..self }
    }

    /// The moment of the request.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn is_here(&self, name: &str) -> bool {
        matches!(
            (self.here, name),
            (Here::Status, "status")
                | (Here::Jobs, "jobs")
                | (Here::Mail, "mail")
                | (Here::Audit, "audit")
                | (Here::Conference, "conference")
                | (Here::Import, "import")
                | (Here::Team, "team")
                | (Here::Settings, "settings")
                | (Here::ConferenceAudit, "conference-audit")
                | (Here::People, "people")
                | (Here::Sessions, "sessions")
                | (Here::Speakers, "speakers")
                | (Here::Timetable, "timetable")
                | (Here::History, "history")
        )
    }

    /// How long ago, or how long until: `5 min ago`, `in 40 s`.
    pub(crate) fn ago(&self, moment: impl Borrow<Timestamp>) -> String {
        let since = self.now.duration_since(*moment.borrow());
        let span = self.span(since);
        let key = if since.is_negative() { key("desk-in") } else { key("desk-ago") };
        self.t.say_with(key, &[("span", span.into())])
    }

    /// A length of time in its largest unit.
    pub(crate) fn span(&self, length: SignedDuration) -> String {
        let seconds = length.as_secs().abs();
        let (key, count) = match seconds {
            0..60 => (key("desk-span-seconds"), seconds),
            60..3_600 => (key("desk-span-minutes"), seconds / 60),
            3_600..172_800 => (key("desk-span-hours"), seconds / 3_600),
            _ => (key("desk-span-days"), seconds / 86_400),
        };
        self.t.say_with(key, &[("count", count.into())])
    }

    /// A moment for everybody who may sit at the desk: in UTC.
    pub(crate) fn moment(&self, moment: impl Borrow<Timestamp>) -> String {
        self.t.moment(*moment.borrow(), &TimeZone::UTC)
    }

    /// A moment for machines.
    #[expect(clippy::unused_self, reason = "called from templates, beside `moment`")]
    pub(crate) fn iso(&self, moment: impl Borrow<Timestamp>) -> String {
        moment.borrow().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// A count, its digits in groups.
    pub(crate) fn number(&self, count: impl Borrow<i64>) -> String {
        self.t.number(*count.borrow())
    }
}

/// A value of the address's query, as it stands there.
fn parameter<'v>(visit: &'v Visit, name: &str) -> Option<&'v str> {
    let mut pairs = visit.query().split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// The page's own address, without what was just done.
fn own_address(visit: &Visit) -> String {
    const PASSING: [&str; 5] = ["done", "count", "kept", "undo", "lang"];
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let lasting: Vec<&str> = visit
        .query()
        .split('&')
        .filter(|pair| !pair.is_empty() && !PASSING.contains(&name(pair).as_str()))
        .collect();
    let joint = if lasting.is_empty() { "" } else { "?" };
    format!("{}{joint}{}", visit.path(), lasting.join("&"))
}

/// What was just done, as the redirect tells it in the address.
fn done_notice(visit: &Visit) -> Option<Notice> {
    let (tone, message) = match parameter(visit, "done")? {
        "retried" => ("good", key("desk-done-retried")),
        "job-cancelled" => ("good", key("desk-done-job-cancelled")),
        "resent" => ("good", key("desk-done-resent")),
        "mail-cancelled" => ("good", key("desk-done-mail-cancelled")),
        "too-late" => ("warn", key("desk-done-too-late")),
        "released" => ("good", key("desk-done-released")),
        "levels" => ("good", key("desk-done-levels")),
        "visibility" => ("good", key("desk-done-visibility")),
        "imported" => ("good", key("desk-done-imported")),
        "host-made" => ("good", key("desk-done-host-made")),
        "host-named" => ("good", key("desk-done-host-named")),
        "wrong-name" => ("bad", key("desk-wrong-name")),
        "conference-made" => ("good", key("desk-done-conference-made")),
        "invited" => ("good", key("desk-done-invited")),
        "invitation-revoked" => ("good", key("desk-done-invitation-revoked")),
        "role" => ("good", key("desk-done-role")),
        "member-removed" => ("good", key("desk-done-member-removed")),
        "left" => ("good", key("desk-done-left")),
        "joined" => ("good", key("desk-done-joined")),
        "last-owner" => ("bad", key("desk-last-owner")),
        "token-revoked" => ("good", key("desk-done-token-revoked")),
        "webhook-made" => ("good", key("desk-done-webhook-made")),
        "webhook-deleted" => ("good", key("desk-done-webhook-deleted")),
        "pinged" => ("good", key("desk-done-pinged")),
        "resent-delivery" => ("good", key("desk-done-resent-delivery")),
        "upload-gone" => ("warn", key("desk-done-upload-gone")),
        "made" => ("good", key("desk-done-made")),
        "saved" => ("good", key("desk-done-saved")),
        "same" => ("note", key("desk-done-same")),
        "removed" => ("good", key("desk-done-removed")),
        "bulk" => ("good", key("desk-done-bulk")),
        "placed" => ("good", key("desk-done-placed")),
        "stale" => ("warn", key("desk-done-stale")),
        "takes-part" => ("warn", key("desk-done-takes-part")),
        "nothing-chosen" => ("warn", key("desk-done-nothing-chosen")),
        "speaker-invited" => ("good", key("desk-done-speaker-invited")),
        "speaker-no-address" => ("bad", key("desk-done-speaker-no-address")),
        "speaker-unlinked" => ("good", key("desk-done-speaker-unlinked")),
        "shown" => ("good", key("speaking-done-shown")),
        "hidden" => ("good", key("speaking-done-hidden")),
        "slides-removed" => ("good", key("speaking-done-removed")),
        "nobody-chosen" => ("warn", key("desk-done-nobody-chosen")),
        "speakers-removed" => ("good", key("desk-done-speakers-removed")),
        "speakers-removed-partly" => ("warn", key("desk-done-speakers-removed-partly")),
        "speakers-kept" => ("warn", key("desk-done-speakers-kept")),
        "saved-settings" => ("good", key("desk-done-saved-settings")),
        "undone" => ("good", key("desk-done-undone")),
        "undone-partly" => ("warn", key("desk-done-undone-partly")),
        "undo-refused" => ("warn", key("desk-done-undo-refused")),
        _ => return None,
    };
    let number =
        |name: &str| parameter(visit, name).and_then(|number| number.parse::<i64>().ok()).unwrap_or(0);
    let numbers = [("count", number("count").into()), ("kept", number("kept").into())];
    Some(Notice { tone, text: visit.t().say_with(message, &numbers) })
}

/// A page of the desk: for one person, never to be kept.
pub(crate) fn answer(page: &impl Template) -> Result<Response, Problem> {
    Ok(private(html(page)?))
}

/// The way back after a form.
pub(crate) fn back(to: &str) -> Response {
    private(Redirect::to(to).into_response())
}

fn private(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
