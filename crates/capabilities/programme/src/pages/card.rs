//! A session as it stands in every list.

use std::borrow::Cow;

use askama::Template;
use madang_interchange::model::{Session, Speaker, State};
use madang_text::{markdown, search};

use super::{clock::Times, look::Look};

/// A session card: an item of a list, or placed in the grid by its classes.
#[derive(Template)]
#[template(path = "card.html")]
pub(crate) struct Card<'a> {
    pub(crate) look: &'a Look,
    pub(crate) code: &'a str,
    /// Where it stands in the grid: `c1 r0 s6`; empty elsewhere.
    pub(crate) place: String,
    pub(crate) track_number: usize,
    pub(crate) track_key: &'a str,
    pub(crate) track_name: &'a str,
    pub(crate) kind_key: &'a str,
    pub(crate) kind_name: &'a str,
    pub(crate) room_key: &'a str,
    pub(crate) room_name: &'a str,
    /// Language it is held in.
    pub(crate) language: &'a str,
    /// That language's own name, unless it is the conference's first.
    pub(crate) language_name: String,
    /// Language of the title; empty when it is the page's.
    pub(crate) title_language: &'a str,
    pub(crate) title: &'a str,
    /// The title as safe HTML, with what was searched for marked.
    pub(crate) title_html: String,
    /// A passage that was searched for, as safe HTML; may be empty.
    pub(crate) snippet_html: String,
    pub(crate) who: String,
    pub(crate) times: Option<Times>,
    pub(crate) is_cancelled: bool,
    pub(crate) is_not_recorded: bool,
    pub(crate) is_favourite: bool,
    pub(crate) icons: &'a Icons,
}

/// Addresses of the icons that cards show, worked out once a page.
pub(crate) struct Icons {
    pub(crate) star: String,
    pub(crate) pin: String,
    pub(crate) language: String,
    pub(crate) cancelled: String,
    pub(crate) no_recording: String,
    pub(crate) words: Words,
}

/// What cards say, looked up once a page.
pub(crate) struct Words {
    pub(crate) add: String,
    pub(crate) remove: String,
    pub(crate) cancelled: String,
    pub(crate) not_recorded: String,
}

impl Icons {
    pub(crate) fn new(look: &Look) -> Self {
        let icon = |name: &str| look.app().assets().url(&format!("icons/icons.svg#{name}"));
        Self {
            star: icon("star"),
            pin: icon("pin"),
            language: icon("language"),
            cancelled: icon("cancelled"),
            no_recording: icon("no-recording"),
            words: Words {
                add: look.t.say("agenda-add"),
                remove: look.t.say("agenda-remove"),
                cancelled: look.t.say("session-cancelled"),
                not_recorded: look.t.say("session-not-recorded"),
            },
        }
    }
}

impl<'a> Card<'a> {
    /// The card of a session, by its index.
    pub(crate) fn new(look: &'a Look, icons: &'a Icons, number: usize) -> Self {
        let published = &look.published;
        let session: &'a Session = &published.programme.sessions[number];
        let (title_language, title) = look.pick_of(session, &session.title);
        let track = session.track.as_deref().and_then(|key| published.track(key));
        let kind = session.kind.as_deref().and_then(|key| published.kind(key));
        let slot = session.slot.as_ref();
        let room = slot.and_then(|slot| slot.room.as_deref()).and_then(|key| published.room(key));
        let language = session.language.as_deref().unwrap_or_default();
        let usual = published.conference.languages.first().map_or("en", String::as_str);
        let is_unusual = !language.is_empty() && language.split('-').next() != usual.split('-').next();
        Self {
            look,
            code: &session.key,
            place: String::new(),
            track_number: track.map_or(0, |(at, _)| at % 12 + 1),
            track_key: track.map_or("", |(_, track)| track.key.as_str()),
            track_name: track.map_or("", |(_, track)| look.pick(&track.name)),
            kind_key: kind.map_or("", |kind| kind.key.as_str()),
            kind_name: kind.map_or("", |kind| look.pick(&kind.name)),
            room_key: room.map_or("", |(_, room)| room.key.as_str()),
            room_name: room.map_or("", |(_, room)| look.pick(&room.name)),
            language,
            language_name: if is_unusual { look.t.language_native_name(language) } else { String::new() },
            title_language,
            title,
            title_html: Look::highlighted(title, ""),
            snippet_html: String::new(),
            who: who(look, session),
            times: slot.map(|slot| look.times(slot)),
            is_cancelled: session.state == State::Cancelled,
            is_not_recorded: session.do_not_record,
            is_favourite: false,
            icons,
        }
    }

    /// Cards of several sessions, in their order.
    pub(crate) fn all(
        look: &'a Look,
        icons: &'a Icons,
        numbers: impl IntoIterator<Item = usize>,
    ) -> Vec<Self> {
        numbers.into_iter().map(|number| Self::new(look, icons, number)).collect()
    }

    /// The card with what was searched for marked, and the passage where it stands.
    pub(crate) fn with_query(mut self, query: &str) -> Self {
        self.title_html = Look::highlighted(self.title, query);
        let session = self.look.published.session(self.code).map(|(_, session)| session);
        let texts = session.map(|session| [&session.summary, &session.description]);
        for text in texts.into_iter().flatten() {
            let text = self.look.pick(text);
            // Most hits are found by title or speaker: their texts need not be taken apart.
            if search::highlight(text, query).is_empty() {
                continue;
            }
            let plain = markdown::to_plain(text, 20_000);
            if let Some(first) = search::highlight(&plain, query).first() {
                self.snippet_html = Look::highlighted(&around(&plain, first.start), query);
                break;
            }
        }
        self
    }
}

/// Some words before and after a place in a text.
fn around(text: &str, place: usize) -> String {
    let before: Vec<char> = text[..place].chars().rev().take(60).collect();
    let has_more = text[..place].chars().count() > before.len();
    let mut begin: String = before.into_iter().rev().collect();
    if has_more {
        // From the next word on; scripts without spaces are cut where they are.
        begin = begin.split_once(' ').map_or(begin.clone(), |(_, rest)| rest.to_owned());
        begin.insert(0, '…');
    }
    let after: String = text[place..].chars().take(120).collect();
    let end = if after.len() < text.len() - place { "…" } else { "" };
    format!("{begin}{after}{end}")
}

/// The names of those who speak, as one line.
pub(crate) fn who(look: &Look, session: &Session) -> String {
    let speakers = session.parts.iter().filter_map(|part| look.published.speaker(&part.speaker));
    speakers.map(|(_, speaker)| full_name(speaker)).collect::<Vec<_>>().join(", ")
}

/// A name in its own script, with Latin letters behind where both are known.
pub(crate) fn full_name(speaker: &Speaker) -> String {
    let name = isolated(&speaker.name);
    match speaker.name_latin.as_deref() {
        Some(latin) if latin != speaker.name => format!("{name} ({latin})"),
        _ => name.into_owned(),
    }
}

/// A name that is written from right to left between marks that keep it from turning round what stands beside it.
///
/// *Source*: Unicode Standard Annex 9, first strong isolate.
fn isolated(name: &str) -> Cow<'_, str> {
    let is_leftwards = |letter: char| matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    if name.contains(is_leftwards) { format!("\u{2068}{name}\u{2069}").into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_turn_round_their_neighbours() {
        let speaker = |name: &str, latin: &str| Speaker {
            name: name.into(),
            name_latin: Some(latin.into()),
            ..Speaker::default()
        };
        assert_eq!(full_name(&speaker("عمر", "Omar")), "\u{2068}عمر\u{2069} (Omar)");
        assert_eq!(full_name(&speaker("김하나", "Kim Hana")), "김하나 (Kim Hana)");
        assert_eq!(full_name(&speaker("Ada", "Ada")), "Ada");
    }

    #[test]
    fn a_passage_begins_and_ends_at_words() {
        let text = format!("{} needle {}", "hay ".repeat(50), "straw ".repeat(50));
        let found = around(&text, text.find("needle").unwrap());
        assert!(found.starts_with("…hay ") && found.contains("needle") && found.ends_with('…'), "{found}");
        assert_eq!(around("needle", 0), "needle");
    }
}
