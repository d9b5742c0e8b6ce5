//! Everything that somebody speaks at.

use askama::Template;
use axum::response::Response;
use madang_programme::{OwnSpeaker, ProgrammeError, own_speaker, own_speakers};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::frame::{answer, layout, pick};

#[derive(Template)]
#[template(path = "speaking_list.html")]
struct ListPage {
    layout: Layout,
    conferences: Vec<Entry>,
}

struct Entry {
    href: String,
    name: String,
    days: String,
    speaker: String,
    sessions: usize,
    unanswered: usize,
}

/// `/speaking`.
pub(super) async fn list(visit: Visit) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let read = visit.app().store().read::<_, ProgrammeError, _>(move |tx| {
        let own = own_speakers(tx, &ctx)?;
        own.iter().map(|one| own_speaker(tx, &ctx, &one.conference, &one.code)).collect::<Result<Vec<_>, _>>()
    });
    let own = read.await.map_err(super::refused)?;
    let entry = |own: &OwnSpeaker| {
        let (t, conference) = (visit.t(), &own.conference);
        Entry {
            href: super::base(&conference.slug, &own.code),
            name: pick(t, &conference.languages, &conference.name),
            days: t.date_range(conference.first_day, conference.last_day),
            speaker: own.full.speaker.name.clone(),
            sessions: own.sessions.iter().filter(|one| !one.is_cancelled).count(),
            unanswered: own
                .sessions
                .iter()
                .filter(|one| one.can_answer && one.answer.is_none() && !one.is_cancelled)
                .count(),
        }
    };
    let mut layout = layout(&visit, visit.t().say(key("speaking-title")));
    layout.site = madang_web::Link::new("Madang", "/");
    answer(&ListPage { layout, conferences: own.iter().map(entry).collect() })
}
