//! A list of talks by stage and order, without times, as EthCC's recordings are published: `title`, `speaker`,
//! `organization`, `stage`, `order_on_stage`, `youtube`.
//!
//! There is no time, no date and no zone in it, so every session is left without a slot and the stage becomes a room that
//! nothing is placed in; order and stage are kept as tags. `speaker` is free text taken from titles of videos: a name, several
//! names, or something else; it is split at `,`, `;`, `&` and `/` only where each part looks like a name.

use super::{
    clean,
    gather::{Gather, speaks},
    json::{Json, Node},
};
use crate::{
    model::{Place, ResourceKind, Session, Severity, Speaker},
    naming::slug,
    place::excerpt,
};

/// Whether the objects of `sessions` are such talks.
pub(crate) fn is_one(root: &Node<'_>) -> bool {
    root.each("sessions")
        .first()
        .is_some_and(|first| first.raw("stage").is_some() && first.raw("speaker").is_some())
}

/// Reads the root object.
pub(crate) fn read(gather: &mut Gather<'_>, root: &Node<'_>) {
    gather.log.note("no-times", root.place("sessions"), "this format has no times; no session is scheduled");
    if let Some(source) = root.get("_source")
        && let Some(event) = gather.line(&source, "event")
    {
        read_event(gather, &event);
    }
    // Nothing here needs a zone, so none is missed; but a conference that is made of this list does.
    let city = gather.programme.conference.city.clone();
    gather.programme.conference.zone = None;
    if gather.knows_zone_of(city.as_deref()) {
        gather.assume_zone(city.as_deref(), &|| root.place("_source"));
    }
    for node in root.each("sessions") {
        read_session(gather, &node);
    }
}

/// `EthCC[9], 2026-03-30..2026-04-02, Palais des Festivals, Cannes`
fn read_event(gather: &mut Gather<'_>, event: &str) {
    let conference = &mut gather.programme.conference;
    let mut parts = event.split(',').map(str::trim);
    if let Some(title) = parts.next() {
        conference.acronym = Some(slug(title)).filter(|acronym| !acronym.is_empty());
        conference.title = crate::model::Text::from_source(title);
    }
    let rest: Vec<&str> = parts.collect();
    let dates = rest.iter().find_map(|part| part.split_once(".."));
    if let Some((first, last)) = dates {
        conference.first_day = first.parse().ok();
        conference.last_day = last.parse().ok();
    }
    let places: Vec<&str> = rest.into_iter().filter(|part| !part.contains("..")).collect();
    if let Some((city, venue)) = places.split_last() {
        conference.city = Some((*city).to_owned());
        conference.venue = crate::model::Text::from_source(venue.join(", "));
    }
}

fn read_session(gather: &mut Gather<'_>, node: &Node<'_>) {
    let title = gather.title(node, "title");
    let key = title.any().map(slug).filter(|key| !key.is_empty());
    let mut session = Session {
        key: key.or_else(|| title.any().map(str::to_owned)).unwrap_or_default(),
        title,
        ..Session::default()
    };
    let stage = gather.line(node, "stage");
    if let Some(stage) = &stage {
        gather.room_named(stage, &|| node.place("stage"));
        session.tags.push(stage.clone());
    }
    let organisation = gather.line(node, "organization");
    if let Some(raw) = gather.line(node, "speaker") {
        session.parts.extend(
            read_speakers(gather, &raw, organisation.as_deref(), &|| node.place("speaker"))
                .into_iter()
                .map(speaks),
        );
    } else {
        gather.log.fold(
            Severity::Note,
            "no-speaker",
            || node.place("speaker"),
            || "a session names no speaker".to_owned(),
        );
    }
    let video = gather.resource(ResourceKind::Video, None, node.str("youtube"), &|| node.place("youtube"));
    session.resources.extend(video);
    if let Some(Json::Number(order)) = node.raw("order_on_stage")
        && let Some(stage) = &stage
    {
        session.tags.push(format!("{stage} {order}"));
    }
    gather.add_session(session, &|| node.here());
}

/// The keys of the people in a free text; names are the only keys there are.
fn read_speakers(
    gather: &mut Gather<'_>,
    raw: &str,
    organisation: Option<&str>,
    place: &dyn Fn() -> Place,
) -> Vec<String> {
    let parts: Vec<&str> = raw.split([',', ';', '&', '/']).map(str::trim).collect();
    let split = parts.len() > 1 && parts.iter().all(|part| looks_like_name(part));
    if parts.len() > 1 {
        let what = if split { "split into several people" } else { "kept as one name" };
        gather.log.warn("several-speakers", place(), format!("{} was {what}", excerpt(raw)));
    }
    let names = if split { parts } else { vec![raw] };
    let alone = names.len() == 1;
    let mut keys = Vec::new();
    for name in names {
        let Some(name) = clean::line(&mut gather.log, name, place) else { continue };
        let speaker = Speaker {
            key: name.clone(),
            name,
            // One organisation for several people may be anybody's.
            affiliation: organisation.filter(|_| alone).map(str::to_owned),
            ..Speaker::default()
        };
        keys.push(gather.add_speaker(speaker, place));
    }
    keys
}

/// One to four words, each with a capital first (or of a script without capitals), nothing but letters and name marks.
fn looks_like_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    (1..=4).contains(&words.len())
        && words.iter().all(|word| {
            word.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
                && word
                    .chars()
                    .all(|letter| letter.is_alphabetic() || matches!(letter, '.' | '-' | '\'' | '’'))
        })
}
