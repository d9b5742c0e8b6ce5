//! What a session or a speaker may not be.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use madang_interchange::model::{Programme, Text};
use madang_text::LanguageTag;

use crate::model::{FACE_SOURCE, Fault, FieldFault, FullSession, FullSpeaker};

/// Characters of a line.
const LINE_MAX: usize = 300;
/// Characters of a text.
const TEXT_MAX: usize = 20_000;
/// Characters of an address.
const URL_MAX: usize = 2_000;
/// Entries of a list.
const LIST_MAX: usize = 100;

struct Faults(Vec<FieldFault>);

impl Faults {
    fn when(&mut self, field: &'static str, is_wrong: bool, fault: Fault) {
        if is_wrong && !self.0.iter().any(|known| known.field == field) {
            self.0.push(FieldFault { field, fault });
        }
    }

    fn line(&mut self, field: &'static str, line: Option<&str>) {
        let long = line.is_some_and(|line| line.chars().count() > LINE_MAX);
        self.when(field, long, Fault::TooLong(LINE_MAX));
    }

    fn text(&mut self, field: &'static str, text: &Text, chars_max: usize) {
        let long = text.0.values().any(|words| words.chars().count() > chars_max);
        self.when(field, long, Fault::TooLong(chars_max));
        let tags = text.0.keys().filter(|tag| !tag.is_empty());
        self.when(field, tags.map(|tag| tag.parse::<LanguageTag>()).any(|tag| tag.is_err()), Fault::Form);
        self.when(field, text.0.values().any(|words| words.trim().is_empty()), Fault::Empty);
    }

    fn urls<'a>(&mut self, field: &'static str, urls: impl Iterator<Item = &'a str>, with_mail: bool) {
        for (index, url) in urls.enumerate() {
            self.when(field, index >= LIST_MAX, Fault::TooMany(LIST_MAX));
            self.when(field, url.len() > URL_MAX, Fault::TooLong(URL_MAX));
            self.when(field, !is_address(url, with_mail), Fault::Form);
        }
    }

    fn list(&mut self, field: &'static str, count: usize) {
        self.when(field, count > LIST_MAX, Fault::TooMany(LIST_MAX));
    }
}

/// Whether a text is an absolute address of the web, or of mail where that may be.
fn is_address(text: &str, with_mail: bool) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_clean = !text
        .contains(|letter: char| letter.is_whitespace() || letter.is_control() || "\"<>".contains(letter));
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let host = rest.strip_prefix("//").unwrap_or_default();
            is_clean && !host.is_empty() && !host.starts_with(['/', '?', '#'])
        }
        "mailto" => with_mail && is_clean && rest.contains('@'),
        _ => false,
    }
}

/// Everything that is wrong with a session in this programme; one fault a field, in the order of a form.
pub(crate) fn session_faults(full: &FullSession, programme: &Programme) -> Vec<FieldFault> {
    let session = &full.session;
    let mut faults = Faults(Vec::new());
    faults.when("title", session.title.is_empty(), Fault::Empty);
    faults.text("title", &session.title, LINE_MAX);
    faults.text("subtitle", &session.subtitle, LINE_MAX);
    faults.text("summary", &session.summary, TEXT_MAX);
    faults.text("description", &session.description, TEXT_MAX);
    let is_tag = |tag: &String| tag.parse::<LanguageTag>().is_ok();
    faults.when("language", session.language.as_ref().is_some_and(|tag| !is_tag(tag)), Fault::Form);
    faults.line("level", session.level.as_deref());
    let no_kind = |key: &String| !programme.kinds.iter().any(|kind| kind.key == *key);
    faults.when("kind", session.kind.as_ref().is_some_and(no_kind), Fault::Unknown);
    let no_track = |key: &String| !programme.tracks.iter().any(|track| track.key == *key);
    faults.when("track", session.track.as_ref().is_some_and(no_track), Fault::Unknown);
    let mut seen = BTreeSet::new();
    for part in &session.parts {
        let is_known = programme.speakers.iter().any(|speaker| speaker.key == part.speaker);
        faults.when("parts", !is_known, Fault::Unknown);
        faults.when("parts", !seen.insert(&part.speaker), Fault::Twice);
    }
    faults.list("parts", session.parts.len());
    faults.list("tags", session.tags.len());
    faults.when("tags", session.tags.iter().any(|tag| tag.trim().is_empty()), Fault::Empty);
    for tag in &session.tags {
        faults.line("tags", Some(tag));
    }
    faults.urls("resources", session.resources.iter().map(|one| one.url.as_str()), false);
    faults.urls("url", session.url.iter().map(String::as_str), false);
    if let Some(slot) = &session.slot {
        let no_room = |key: &String| !programme.rooms.iter().any(|room| room.key == *key);
        faults.when("slot", slot.room.as_ref().is_some_and(no_room), Fault::Unknown);
        let length = slot.end.duration_since(slot.start);
        let fits = !length.is_negative() && length <= SignedDuration::from_hours(24);
        faults.when("slot", !fits, Fault::Length);
    }
    faults.when(
        "duration_minutes",
        session.duration_minutes.is_some_and(|length| length > 1_440),
        Fault::Length,
    );
    faults.0
}

/// Everything that is wrong with a speaker; one fault a field, in the order of a form.
pub(crate) fn speaker_faults(full: &FullSpeaker) -> Vec<FieldFault> {
    let speaker = &full.speaker;
    let mut faults = Faults(Vec::new());
    faults.when("name", speaker.name.trim().is_empty(), Fault::Empty);
    faults.line("name", Some(&speaker.name));
    faults.line("name_latin", speaker.name_latin.as_deref());
    faults.line("affiliation", speaker.affiliation.as_deref());
    faults.line("position", speaker.position.as_deref());
    let is_country =
        |code: &String| code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    faults.when("country", speaker.country.as_ref().is_some_and(|code| !is_country(code)), Fault::Form);
    faults.text("biography", &speaker.biography, TEXT_MAX);
    // What speakers hand in themselves lies here, and has no address of the web.
    let elsewhere = speaker.picture_url.iter().filter(|url| !url.starts_with(FACE_SOURCE));
    faults.urls("picture_url", elsewhere.map(String::as_str), false);
    let is_mail = |address: &String| madang_mail::MailAddress::new("", address).is_ok();
    faults.when("email", speaker.email.as_ref().is_some_and(|address| !is_mail(address)), Fault::Form);
    faults.urls("links", speaker.links.iter().map(|link| link.url.as_str()), true);
    faults.list("absences", full.absences.len());
    let runs_back = full.absences.iter().any(|(begin, end)| begin >= end);
    faults.when("absences", runs_back, Fault::Length);
    let starts: BTreeSet<_> = full.absences.iter().map(|(begin, _)| begin).collect();
    faults.when("absences", starts.len() < full.absences.len(), Fault::Twice);
    faults.0
}

#[cfg(test)]
mod tests {
    use madang_interchange::model::{Link, Part, Resource, Room, Session, Slot, Speaker};

    use super::*;

    #[test]
    fn a_session_refers_to_what_is_there() {
        let programme = Programme {
            rooms: vec![Room { key: "hall".into(), ..Room::default() }],
            speakers: vec![Speaker { key: "kim".into(), ..Speaker::default() }],
            ..Programme::default()
        };
        let start: jiff::Timestamp = "2026-12-01T01:00:00Z".parse().unwrap();
        let part = |speaker: &str| Part { speaker: speaker.into(), ..Part::default() };
        let good = FullSession {
            session: Session {
                title: Text::of("en", "Opening"),
                parts: vec![part("kim")],
                slot: Some(Slot {
                    room: Some("hall".into()),
                    start,
                    end: start + SignedDuration::from_mins(30),
                }),
                ..Session::default()
            },
            audience: Some(3),
            ..FullSession::default()
        };
        assert_eq!(session_faults(&good, &programme), []);
        let mut bad = good.clone();
        bad.session.title = Text::default();
        bad.session.parts = vec![part("kim"), part("kim"), part("nobody")];
        bad.session.kind = Some("talk".into());
        bad.session.track = Some("money".into());
        bad.session.language = Some("not a language".into());
        bad.session.resources = vec![Resource { url: "javascript:alert(1)".into(), ..Resource::default() }];
        bad.session.slot = Some(Slot { room: Some("cellar".into()), start, end: start });
        let faults: Vec<(&str, Fault)> =
            session_faults(&bad, &programme).into_iter().map(|one| (one.field, one.fault)).collect();
        let expected = [
            ("title", Fault::Empty),
            ("language", Fault::Form),
            ("kind", Fault::Unknown),
            ("track", Fault::Unknown),
            ("parts", Fault::Twice),
            ("resources", Fault::Form),
            ("slot", Fault::Unknown),
        ];
        assert_eq!(faults, expected);
        bad.session.slot = Some(Slot { room: None, start, end: start - SignedDuration::from_mins(1) });
        assert!(
            session_faults(&bad, &programme).contains(&FieldFault { field: "slot", fault: Fault::Length })
        );
    }

    #[test]
    fn a_speaker_has_a_name_and_true_addresses() {
        let link = |url: &str| Link { title: String::new(), url: url.into() };
        let mut speaker = FullSpeaker {
            speaker: Speaker {
                name: "김하나".into(),
                country: Some("KR".into()),
                email: Some("kim@example.org".into()),
                links: vec![link("mailto:kim@example.org"), link("https://example.org")],
                ..Speaker::default()
            },
            absences: Vec::new(),
        };
        assert_eq!(speaker_faults(&speaker), []);
        speaker.speaker.name = " ".into();
        speaker.speaker.country = Some("korea".into());
        speaker.speaker.email = Some("kim".into());
        speaker.speaker.links.push(link("https://"));
        speaker.speaker.picture_url = Some("file:///etc/passwd".into());
        let now = jiff::Timestamp::UNIX_EPOCH;
        speaker.absences = vec![(now, now)];
        let fields: Vec<&str> = speaker_faults(&speaker).iter().map(|one| one.field).collect();
        assert_eq!(fields, ["name", "country", "picture_url", "email", "links", "absences"]);
    }
}
