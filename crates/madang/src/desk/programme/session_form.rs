//! The form of a session: filled from it, read into it.

use jiff::{SignedDuration, Timestamp, civil::Date};
use madang_conference::{Conference, conference_day};
use madang_interchange::model::{Link, Part, Resource, Role, Slot, Speaker};
use madang_programme::{Draft, Fault, FieldFault, FullSession};
use madang_text::{Translator, key};

use super::words::{STATES, state_of_word, state_word};
use crate::desk::{
    fields::field_name,
    form::{FieldErrors, Fields, LINE_MAX, Needed, PartRow, Reader, TEXT_MAX, Typed},
};

/// The fields of the form, each with all its rows: what is merged as one.
pub(super) const NAMES: [&str; 15] = [
    "title",
    "subtitle",
    "state",
    "kind",
    "track",
    "parts",
    "place",
    "summary",
    "description",
    "language",
    "level",
    "tags",
    "audience",
    "record",
    "resources",
];

/// Rows for further speakers that stand ready.
const SPARE_PARTS: usize = 2;

/// Speakers of one session at most, as the form reads them.
const PARTS_MAX: usize = 100;

/// All roles with their names in forms.
const ROLES: [(Role, &str); 4] = [
    (Role::Speaker, "speaker"),
    (Role::Moderator, "moderator"),
    (Role::Panellist, "panellist"),
    (Role::Host, "host"),
];

/// A role's name in forms.
pub(super) fn role_word(role: Role) -> &'static str {
    ROLES.iter().find(|(known, _)| *known == role).map_or("speaker", |(_, word)| word)
}

/// Languages that sessions are often held in, offered beside those of the conference.
const LANGUAGES: [&str; 16] =
    ["en", "ko", "ja", "zh", "es", "fr", "de", "pt", "it", "ru", "ar", "hi", "id", "vi", "th", "tr"];

/// The field of the form that a field of the programme stands in.
pub(super) fn form_field(field: &str) -> &str {
    match field {
        "slot" => "place-day",
        "duration_minutes" => "place-length",
        "do_not_record" => "record",
        other => other,
    }
}

/// What the form of a session needs to know.
pub(super) struct SessionForm<'a> {
    pub(super) t: &'a Translator,
    pub(super) conference: &'a Conference,
    pub(super) draft: &'a Draft,
}

impl SessionForm<'_> {
    /// The session in the fields of the form.
    pub(super) fn fill(&self, full: &FullSession) -> Typed {
        let (mut typed, session) = (Typed::default(), &full.session);
        typed.set_text("title", &session.title);
        typed.set_text("subtitle", &session.subtitle);
        typed.set_text("summary", &session.summary);
        typed.set_text("description", &session.description);
        typed.set("state", state_word(session.state));
        let own = |value: &Option<String>| value.clone().unwrap_or_default();
        let number = |value: Option<u32>| value.map(|number| number.to_string()).unwrap_or_default();
        typed.set("kind", own(&session.kind));
        typed.set("track", own(&session.track));
        typed.set("language", own(&session.language));
        typed.set("level", own(&session.level));
        typed.set("tags", session.tags.join(", "));
        typed.set("audience", number(full.audience));
        typed.set("record", if session.do_not_record { "1" } else { "" });
        let resource = |one: &Resource| format!("{} {}", one.url, one.title).trim().to_owned();
        typed.set("resources", session.resources.iter().map(resource).collect::<Vec<_>>().join("\n"));
        for (index, part) in session.parts.iter().enumerate() {
            typed.set(format!("parts-{index}-speaker"), self.speaker_words(&part.speaker));
            typed.set(format!("parts-{index}-role"), role_word(part.role));
        }
        let length = session.slot.as_ref().map(|slot| slot.end.duration_since(slot.start).as_mins());
        let length = length.and_then(|minutes| u32::try_from(minutes).ok()).or(session.duration_minutes);
        typed.set("place-length", number(length));
        if let Some(slot) = &session.slot {
            let zone = self.conference.time_zone();
            let day = conference_day(slot.start, &zone, self.conference.day_starts_minutes);
            typed.set("place-day", day.to_string());
            typed.set("place-time", zone.to_datetime(slot.start).strftime("%H:%M").to_string());
            typed.set("place-room", own(&slot.room));
        }
        typed
    }

    /// Reads the form. `before` is the session as it is now: what the form does not show stays.
    pub(super) fn read(&self, typed: &Typed, before: &FullSession) -> Result<FullSession, FieldErrors> {
        let languages = &self.conference.languages;
        let programme = &self.draft.programme;
        let mut read = Reader::new(self.t, typed);
        let mut full = before.clone();
        let session = &mut full.session;
        session.title = read.text("title", languages, Needed::Yes, LINE_MAX);
        session.subtitle = read.text("subtitle", languages, Needed::No, LINE_MAX);
        session.summary = read.text("summary", languages, Needed::No, TEXT_MAX);
        session.description = read.text("description", languages, Needed::No, TEXT_MAX);
        let states = STATES.map(state_word);
        let state = read.choice("state", &states, Needed::Yes);
        session.state = state.as_deref().and_then(state_of_word).unwrap_or(session.state);
        let kinds: Vec<&str> = programme.kinds.iter().map(|kind| kind.key.as_str()).collect();
        session.kind = read.choice("kind", &kinds, Needed::No);
        let tracks: Vec<&str> = programme.tracks.iter().map(|track| track.key.as_str()).collect();
        session.track = read.choice("track", &tracks, Needed::No);
        session.language = read.line("language", Needed::No);
        session.level = read.line("level", Needed::No);
        session.tags = read.tags("tags");
        session.do_not_record = read.check("record");
        session.parts = self.read_parts(&mut read, typed);
        session.resources = read_resources(&mut read, self.t, &before.session.resources);
        let length = read.number("place-length", 1..=1_440);
        let is_as_it_was = typed.agrees(&self.fill(before), "place");
        if !is_as_it_was {
            session.slot = self.read_slot(&mut read, length);
            let was_shown = before.session.slot.is_some() && before.session.duration_minutes.is_none();
            session.duration_minutes = if session.slot.is_some() && was_shown { None } else { length };
        }
        full.audience = read.number("audience", 0..=1_000_000);
        read.finish().map(|()| full)
    }

    /// Who takes part, in the order of the rows; empty rows are left out.
    fn read_parts(&self, read: &mut Reader<'_>, typed: &Typed) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for index in 0..part_rows(typed) {
            let Some(words) = read.line(&format!("parts-{index}-speaker"), Needed::No) else { continue };
            let role = typed.one(&format!("parts-{index}-role"));
            let role = ROLES.iter().find(|(_, word)| *word == role).map_or(Role::Speaker, |(role, _)| *role);
            match self.speaker_of_words(&words) {
                Some(speaker) if parts.iter().any(|known| known.speaker == speaker.key) => {
                    read.wrong("parts", self.t.say_with("form-speaker-twice", &[("name", words.into())]));
                }
                Some(speaker) => parts.push(Part { speaker: speaker.key.clone(), role }),
                None => {
                    read.wrong("parts", self.t.say_with("form-speaker-unknown", &[("name", words.into())]));
                }
            }
        }
        parts
    }

    /// A speaker as the list of suggestions writes them: name and code.
    pub(super) fn speaker_words(&self, code: &str) -> String {
        let speaker = self.draft.programme.speakers.iter().find(|speaker| speaker.key == code);
        speaker.map_or_else(|| code.to_owned(), words_of)
    }

    /// The speaker whom somebody has chosen from the suggestions, or named by name or code.
    fn speaker_of_words(&self, words: &str) -> Option<&Speaker> {
        let speakers = &self.draft.programme.speakers;
        let chosen = speakers.iter().find(|speaker| words_of(speaker) == words || speaker.key == words);
        let mut named = speakers.iter().filter(|speaker| speaker.name == words);
        // Of two people of one name nobody can tell which is meant.
        chosen.or_else(|| named.next().filter(|_| named.next().is_none()))
    }

    fn read_slot(&self, read: &mut Reader<'_>, length: Option<u32>) -> Option<Slot> {
        let rooms: Vec<&str> = self.draft.programme.rooms.iter().map(|room| room.key.as_str()).collect();
        let room = read.choice("place-room", &rooms, Needed::No);
        let (day, time) = (read.day("place-day", Needed::No), read.time("place-time", Needed::No));
        match (day, time) {
            (Some(day), Some(time)) => {
                if length.is_none() {
                    read.wrong("place-length", self.t.say(key("form-needed")));
                }
                let start = self.moment(day, time)?;
                Some(Slot { room, start, end: start + SignedDuration::from_mins(i64::from(length?)) })
            }
            (Some(_), None) => {
                read.wrong("place-time", self.t.say(key("form-needed")));
                None
            }
            (None, Some(_)) => {
                read.wrong("place-day", self.t.say(key("form-needed")));
                None
            }
            (None, None) => None,
        }
    }

    /// The moment of a time on a conference day: 01:00 of a day that begins at 04:00 is in the night after it.
    fn moment(&self, day: Date, time: jiff::civil::Time) -> Option<Timestamp> {
        moment(self.conference, day, time)
    }

    /// The fields as they are shown.
    pub(super) fn fields<'f>(&'f self, typed: &'f Typed, errors: &'f FieldErrors) -> Fields<'f> {
        let (t, languages) = (self.t, &self.conference.languages);
        let name = |field: &str| field_name(t, field);
        let programme = &self.draft.programme;
        let mut form = Fields::new(t, typed, errors);
        form.text("title", name("title"), languages).needed();
        form.text("subtitle", name("subtitle"), languages);
        let states =
            STATES.map(|state| (state_word(state).to_owned(), t.say_of("session-state-", state_word(state))));
        form.choice("state", name("state"), states);
        let none = || (String::new(), t.say(key("form-none")));
        let own = t.language();
        let kinds =
            programme.kinds.iter().map(|kind| (kind.key.clone(), kind.name.pick(own.as_str()).to_owned()));
        form.choice("kind", name("kind"), std::iter::once(none()).chain(kinds));
        let tracks =
            programme.tracks.iter().map(|one| (one.key.clone(), one.name.pick(own.as_str()).to_owned()));
        form.choice("track", name("track"), std::iter::once(none()).chain(tracks));
        form.parts("parts", name("parts"), part_row_fields(t, typed), "speakers")
            .hint(t.say(key("form-parts-hint")));
        let rooms =
            programme.rooms.iter().map(|room| (room.key.clone(), room.name.pick(own.as_str()).to_owned()));
        form.choice("place-room", t.say(key("desk-one-room")), std::iter::once(none()).chain(rooms));
        form.choice("place-day", t.say(key("form-place-day")), self.days(typed.one("place-day")));
        form.time("place-time", t.say(key("form-place-time")));
        form.minutes("place-length", t.say(key("form-place-length")));
        let markdown = || t.say(key("form-markdown"));
        form.long_text("summary", name("summary"), languages, 3).hint(markdown());
        form.long_text("description", name("description"), languages, 8).hint(markdown());
        form.choice("language", name("language"), self.languages(typed.one("language")));
        form.line("level", name("level"));
        form.tags("tags", name("tags"));
        form.number("audience", t.say(key("form-audience"))).hint(t.say(key("form-audience-hint")));
        form.check("record", name("do_not_record"));
        form.lines("resources", name("resources"), 3).hint(t.say(key("form-links-hint")));
        form
    }

    /// The conference's days, and the one that is chosen if it is none of them.
    fn days(&self, chosen: &str) -> Vec<(String, String)> {
        let t = self.t;
        let mut days = vec![(String::new(), t.say(key("form-not-placed")))];
        let words = |day: Date| format!("{} {}", t.weekday_short(day), t.date_short(day));
        let last = self.conference.last_day;
        let mut all: Vec<Date> = self
            .conference
            .first_day
            .series(jiff::Span::new().days(1))
            .take_while(|day| *day <= last)
            .take(60)
            .collect();
        all.extend(chosen.parse::<Date>().ok().filter(|day| !all.contains(day)));
        all.sort_unstable();
        days.extend(all.into_iter().map(|day| (day.to_string(), words(day))));
        days
    }

    /// The conference's languages first, then those that are often spoken, then the one that it has.
    fn languages(&self, chosen: &str) -> Vec<(String, String)> {
        let mut tags: Vec<&str> = self.conference.languages.iter().map(String::as_str).collect();
        for tag in LANGUAGES.into_iter().chain((!chosen.is_empty()).then_some(chosen)) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let named = tags.into_iter().map(|tag| (tag.to_owned(), self.t.language_name(tag)));
        std::iter::once((String::new(), self.t.say(key("form-none")))).chain(named).collect()
    }
}

/// The moment of a time on a conference day: 01:00 of a day that begins at 04:00 is in the night after it.
pub(super) fn moment(conference: &Conference, day: Date, time: jiff::civil::Time) -> Option<Timestamp> {
    let minutes = u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()?;
    let is_night = minutes < conference.day_starts_minutes;
    let day = if is_night { day.tomorrow().ok()? } else { day };
    conference.time_zone().to_ambiguous_timestamp(day.to_datetime(time)).compatible().ok()
}

fn words_of(speaker: &Speaker) -> String {
    format!("{} [{}]", speaker.name, speaker.key)
}

/// How many rows of speakers were sent.
fn part_rows(typed: &Typed) -> usize {
    let sent = |index: &usize| !typed.one(&format!("parts-{index}-speaker")).is_empty();
    (0..PARTS_MAX).rev().find(sent).map_or(0, |last| last + 1)
}

fn part_row_fields(t: &Translator, typed: &Typed) -> Vec<PartRow> {
    let row = |index: usize| {
        let chosen = typed.one(&format!("parts-{index}-role")).to_owned();
        let roles = ROLES.iter().map(|(_, word)| {
            let is_chosen = *word == chosen || (chosen.is_empty() && *word == "speaker");
            ((*word).to_owned(), t.say_of("role-", word), is_chosen)
        });
        PartRow::new(t, index, typed.one(&format!("parts-{index}-speaker")), roles)
    };
    (0..part_rows(typed) + SPARE_PARTS).map(row).collect()
}

/// An address and what it is called, as one line; the kind of what was there already stays.
fn read_resources(read: &mut Reader<'_>, t: &Translator, before: &[Resource]) -> Vec<Resource> {
    let links = read_links(read, "resources", t);
    let kind = |url: &str| before.iter().find(|known| known.url == url).map(|known| known.kind);
    let resource =
        |link: Link| Resource { kind: kind(&link.url).unwrap_or_default(), title: link.title, url: link.url };
    links.into_iter().map(resource).collect()
}

/// Lines of an address and what it is called.
pub(super) fn read_links(read: &mut Reader<'_>, name: &str, t: &Translator) -> Vec<Link> {
    let mut links = Vec::new();
    for line in read.lines(name) {
        let (url, title) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
        let is_mail = name == "links" && url.starts_with("mailto:");
        if !is_mail && !crate::desk::form::is_web_address(url) {
            read.wrong(name, t.say(key("form-url")));
        }
        links.push(Link { title: title.trim().to_owned(), url: url.to_owned() });
    }
    links
}

/// What the domain refuses, beside the fields of the form.
pub(crate) fn errors_of(
    t: &Translator,
    faults: &[FieldFault],
    form_field: impl Fn(&str) -> String,
) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for fault in faults {
        let words = match fault.fault {
            Fault::Empty => t.say(key("form-needed")),
            Fault::TooLong(most) => t.say_with("form-too-long", &[("count", most.into())]),
            Fault::TooMany(most) => t.say_with("form-too-many", &[("count", most.into())]),
            Fault::Unknown => t.say(key("form-choice")),
            Fault::Twice => t.say(key("form-twice")),
            Fault::Form => t.say(key("form-wrong")),
            Fault::Length => t.say(key("form-length")),
        };
        errors.add(form_field(fault.field), words);
    }
    errors
}
