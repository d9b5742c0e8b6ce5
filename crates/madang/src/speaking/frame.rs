//! What stands around every page of a speaker.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, header};
use jiff::tz::TimeZone;
use madang_interchange::model::{Slot, Text};
use madang_programme::OwnSpeaker;
use madang_text::{Translator, display, key};
use madang_web::{Layout, Link, Notice, Problem, Visit, html};

/// Which entry of the menu a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Here {
    Sessions,
    Profile,
    Availability,
}

/// The frame of one page about a speaker.
pub(super) struct Frame {
    pub(super) t: Translator,
    pub(super) csrf: String,
    here: Here,
    pub(super) base: String,
    /// Name of the conference.
    pub(super) conference: String,
    /// The conference's site; empty while it is not public.
    pub(super) site: String,
    pub(super) name: String,
    pub(super) latin: String,
    /// Address of their picture; empty where there is none.
    pub(super) picture: String,
    pub(super) initials: String,
    /// How many sessions wait for an answer.
    pub(super) unanswered: usize,
    zone: TimeZone,
}

impl Frame {
    pub(super) fn new(visit: &Visit, here: Here, title: String, own: &OwnSpeaker) -> (Layout, Self) {
        let t = visit.t().clone();
        let (conference, speaker) = (&own.conference, &own.full.speaker);
        let slug = &conference.slug;
        let is_public = conference.visibility != madang_conference::Visibility::Draft;
        let waits =
            |one: &&madang_programme::OwnSession| one.can_answer && one.answer.is_none() && !one.is_cancelled;
        let frame = Self {
            csrf: visit.csrf_token(),
            here,
            base: super::base(slug, &own.code),
            conference: pick(&t, &conference.languages, &conference.name),
            site: if is_public { format!("/{slug}") } else { String::new() },
            name: speaker.name.clone(),
            latin: speaker.name_latin.clone().filter(|latin| *latin != speaker.name).unwrap_or_default(),
            picture: own
                .picture
                .map(|id| format!("{}/picture?v={id}", super::base(slug, &own.code)))
                .unwrap_or_default(),
            initials: display::initials(speaker.name_latin.as_ref().unwrap_or(&speaker.name)),
            unanswered: own.sessions.iter().filter(waits).count(),
            zone: conference.time_zone(),
            t,
        };
        (layout(visit, title), frame)
    }

    pub(super) fn is_here(&self, name: &str) -> bool {
        matches!(
            (self.here, name),
            (Here::Sessions, "sessions") | (Here::Profile, "profile") | (Here::Availability, "availability")
        )
    }

    /// When and where: `Tuesday 1 December, 10:00–10:45, Main Hall`.
    pub(super) fn place(&self, (slot, room): &(Slot, Text)) -> String {
        let (start, end) = (slot.start.to_zoned(self.zone.clone()), slot.end.to_zoned(self.zone.clone()));
        let times = format!("{}–{}", self.t.time(start.time()), self.t.time(end.time()));
        let room = room.pick(self.t.language().as_str()).to_owned();
        let parts = [self.t.date_long(start.date()), times, room];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// A length of a file in words.
    pub(super) fn size(&self, bytes: &u64) -> String {
        self.t.file_size(*bytes)
    }

    /// A moment on the venue's clock.
    pub(super) fn moment(&self, at: &jiff::Timestamp) -> String {
        self.t.moment(*at, &self.zone)
    }
}

/// A text in the language of the page, or else in the conference's first.
pub(super) fn pick(t: &Translator, languages: &[String], text: &Text) -> String {
    let own = t.language();
    let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_owned();
    let has_own = text.0.keys().any(|tag| primary(tag) == primary(own.as_str()));
    let first = languages.first().map_or("en", String::as_str);
    text.pick(if has_own { own.as_str() } else { first }).to_owned()
}

/// The layout of a page that is for one person.
pub(super) fn layout(visit: &Visit, title: String) -> Layout {
    let mut layout = visit.layout(title);
    layout.site = Link::new(visit.t().say(key("speaking-title")), "/speaking");
    layout.indexable = false;
    layout.canonical = String::new();
    layout.stylesheets = vec![layout.assets.url("css/desk.css"), layout.assets.url("css/speaking.css")];
    layout.notices.extend(notice(visit));
    layout
}

/// What was just done, as the redirect tells it in the address.
fn notice(visit: &Visit) -> Option<Notice> {
    let mut pairs = visit.query().split('&').filter_map(|pair| pair.split_once('='));
    let (_, word) = pairs.find(|(name, _)| *name == "done")?;
    let (tone, message) = match word {
        "joined" => ("good", key("speaking-done-joined")),
        "saved" => ("good", key("speaking-done-saved")),
        "same" => ("note", key("speaking-done-same")),
        "yes" => ("good", key("speaking-done-yes")),
        "no" => ("good", key("speaking-done-no")),
        "stale" => ("warn", key("speaking-done-stale")),
        "picture" => ("good", key("speaking-done-picture")),
        "no-picture" => ("good", key("speaking-done-no-picture")),
        "slides" => ("good", key("speaking-done-slides")),
        "shown" => ("good", key("speaking-done-shown")),
        "hidden" => ("good", key("speaking-done-hidden")),
        "removed" => ("good", key("speaking-done-removed")),
        "too-late" => ("warn", key("speaking-done-too-late")),
        _ => return None,
    };
    Some(Notice { tone, text: visit.t().say(message) })
}

/// A page for one person: never kept.
pub(super) fn answer(page: &impl Template) -> Result<Response, Problem> {
    Ok(private(html(page)?))
}

/// The way on after a form.
pub(super) fn back(to: &str) -> Response {
    private(Redirect::to(to).into_response())
}

pub(super) fn private(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
