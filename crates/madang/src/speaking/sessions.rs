//! A speaker's sessions at one conference: when they are, and which wait for an answer.

use askama::Template;
use axum::{extract::Path, response::Response};
use madang_programme::{OwnSession, Says};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::{
    Place,
    frame::{Frame, Here, answer, pick},
    own,
};

#[derive(Template)]
#[template(path = "speaking_sessions.html")]
struct SessionsPage {
    layout: Layout,
    own: Frame,
    zone: String,
    sessions: Vec<Row>,
    /// Their page on the conference's site; empty while they have none.
    public_href: String,
    /// Their sessions for a calendar; empty while nothing is public.
    calendar_href: String,
}

struct Row {
    code: String,
    title: String,
    version: i64,
    place: String,
    standing: Standing,
    slides: usize,
}

/// How a session stands for its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It waits for their answer.
    Asked,
    /// They hold it.
    Yes,
    /// They do not.
    No,
    /// The team has confirmed it without asking.
    Settled,
    /// It will not be held.
    Cancelled,
}

impl Standing {
    pub(super) fn of(one: &OwnSession) -> Self {
        match (one.is_cancelled, one.answer.as_ref().map(|answer| answer.says)) {
            (true, _) => Self::Cancelled,
            (false, Some(Says::Yes)) => Self::Yes,
            (false, Some(Says::No)) => Self::No,
            (false, None) if one.can_answer => Self::Asked,
            (false, None) => Self::Settled,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Asked => key("speaking-asked"),
            Self::Yes => key("speaking-yes"),
            Self::No => key("speaking-no"),
            Self::Settled => key("speaking-settled"),
            Self::Cancelled => key("speaking-cancelled"),
        }
    }

    pub(super) fn tone(self) -> &'static str {
        match self {
            Self::Asked => "warn",
            Self::Yes => "good",
            Self::No | Self::Cancelled => "bad",
            Self::Settled => "note",
        }
    }

    fn is_asked(self) -> bool {
        self == Self::Asked
    }

    fn is_cancelled(self) -> bool {
        self == Self::Cancelled
    }
}

/// `/speaking/{conference}/{speaker}`.
pub(super) async fn show(visit: Visit, Path((slug, code)): Path<Place>) -> Result<Response, Problem> {
    let own = own(&visit, &slug, &code).await?;
    let t = visit.t();
    let (layout, frame) = Frame::new(&visit, Here::Sessions, t.say(key("speaking-sessions")), &own);
    let row = |one: &OwnSession| Row {
        code: one.session.key.clone(),
        title: pick(t, &own.conference.languages, &one.session.title),
        version: one.version,
        place: one.slot.as_ref().map(|slot| frame.place(slot)).unwrap_or_default(),
        standing: Standing::of(one),
        slides: one.slides.len(),
    };
    let is_announced = own.sessions.iter().any(|one| one.is_announced && !one.is_cancelled);
    let has_times = own.sessions.iter().any(|one| one.slot.is_some());
    let is_public = !frame.site.is_empty();
    let page = format!("/{slug}/speakers/{code}");
    let page = SessionsPage {
        sessions: own.sessions.iter().map(row).collect(),
        zone: own.conference.zone.replace('_', " "),
        calendar_href: if is_public && has_times { format!("{page}.ics") } else { String::new() },
        public_href: if is_public && is_announced { page } else { String::new() },
        layout,
        own: frame,
    };
    answer(&page)
}
