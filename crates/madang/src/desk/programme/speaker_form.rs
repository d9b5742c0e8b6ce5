//! The form of a speaker: filled from them, read into them.

use jiff::{Timestamp, civil::DateTime};
use madang_conference::Conference;
use madang_interchange::model::Link;
use madang_programme::FullSpeaker;
use madang_text::{Translator, key};

use super::session_form::read_links;
use crate::desk::{
    fields::field_name,
    form::{FieldErrors, Fields, Needed, Reader, TEXT_MAX, Typed},
};

/// The fields of the form, each with all its rows: what is merged as one.
pub(super) const NAMES: [&str; 10] = [
    "name",
    "name_latin",
    "affiliation",
    "position",
    "country",
    "email",
    "picture_url",
    "biography",
    "links",
    "absences",
];

/// What the form of a speaker needs to know.
pub(super) struct SpeakerForm<'a> {
    pub(super) t: &'a Translator,
    pub(super) conference: &'a Conference,
}

impl SpeakerForm<'_> {
    /// The speaker in the fields of the form.
    pub(super) fn fill(&self, full: &FullSpeaker) -> Typed {
        let (mut typed, speaker) = (Typed::default(), &full.speaker);
        let own = |value: &Option<String>| value.clone().unwrap_or_default();
        typed.set("name", speaker.name.clone());
        typed.set("name_latin", own(&speaker.name_latin));
        typed.set("affiliation", own(&speaker.affiliation));
        typed.set("position", own(&speaker.position));
        typed.set("country", own(&speaker.country));
        typed.set("email", own(&speaker.email));
        typed.set("picture_url", own(&speaker.picture_url));
        typed.set_text("biography", &speaker.biography);
        let link = |link: &Link| format!("{} {}", link.url, link.title).trim().to_owned();
        typed.set("links", speaker.links.iter().map(link).collect::<Vec<_>>().join("\n"));
        let zone = self.conference.time_zone();
        let local = |at: &Timestamp| zone.to_datetime(*at).strftime("%Y-%m-%d %H:%M").to_string();
        let absence = |(begin, end): &(Timestamp, Timestamp)| format!("{} – {}", local(begin), local(end));
        typed.set("absences", full.absences.iter().map(absence).collect::<Vec<_>>().join("\n"));
        typed
    }

    /// Reads the form. `before` is the speaker as they are now: what the form does not show stays.
    pub(super) fn read(&self, typed: &Typed, before: &FullSpeaker) -> Result<FullSpeaker, FieldErrors> {
        let mut read = Reader::new(self.t, typed);
        let mut full = before.clone();
        let speaker = &mut full.speaker;
        speaker.name = read.line("name", Needed::Yes).unwrap_or_default();
        speaker.name_latin = read.line("name_latin", Needed::No);
        speaker.affiliation = read.line("affiliation", Needed::No);
        speaker.position = read.line("position", Needed::No);
        let countries: Vec<&str> = self.t.countries().into_iter().map(|(code, _)| code).collect();
        speaker.country = read.choice("country", &countries, Needed::No);
        speaker.email = read.email("email");
        // What an import has brought need not be of today's form as long as nobody touches it.
        if typed.one("picture_url") != before.speaker.picture_url.as_deref().unwrap_or_default() {
            speaker.picture_url = read.url("picture_url");
        }
        speaker.biography = read.text("biography", &self.conference.languages, Needed::No, TEXT_MAX);
        speaker.links = read_links(&mut read, "links", self.t);
        if !typed.agrees(&self.fill(before), "absences") {
            full.absences = self.read_absences(&mut read);
        }
        read.finish().map(|()| full)
    }

    /// Lines of two times on the venue's clock: `2026-12-01 09:00 – 2026-12-01 12:00`, or `2026-12-01 09:00 – 12:00`.
    fn read_absences(&self, read: &mut Reader<'_>) -> Vec<(Timestamp, Timestamp)> {
        let zone = self.conference.time_zone();
        let moment = |time: DateTime| zone.to_ambiguous_timestamp(time).compatible().ok();
        let parse = |words: &str| DateTime::strptime("%Y-%m-%d %H:%M", words.trim()).ok();
        let mut absences = Vec::new();
        for line in read.lines("absences") {
            let span =
                line.split_once(['–', '~', '—']).or_else(|| line.split_once(" - ")).and_then(|(from, to)| {
                    let begin = parse(from)?;
                    let end = parse(to).or_else(|| parse(&format!("{} {}", begin.date(), to.trim())))?;
                    moment(begin).zip(moment(end)).filter(|(begin, end)| begin < end)
                });
            match span {
                Some(span) => absences.push(span),
                None => read.wrong("absences", self.t.say(key("form-absences-wrong"))),
            }
        }
        absences
    }

    /// The fields as they are shown.
    pub(super) fn fields<'f>(&'f self, typed: &'f Typed, errors: &'f FieldErrors) -> Fields<'f> {
        let (t, languages) = (self.t, &self.conference.languages);
        let name = |field: &str| field_name(t, field);
        let mut form = Fields::new(t, typed, errors);
        form.line("name", name("name")).needed().hint(t.say(key("form-name-hint")));
        form.line("name_latin", name("name_latin"));
        form.line("affiliation", name("affiliation"));
        form.line("position", name("position"));
        let none = (String::new(), t.say(key("form-none")));
        let countries = t.countries().into_iter().map(|(code, name)| (code.to_owned(), name));
        form.choice("country", name("country"), std::iter::once(none).chain(countries));
        form.email("email", name("email")).hint(t.say(key("form-email-hint")));
        form.url("picture_url", name("picture_url"));
        form.long_text("biography", name("biography"), languages, 6).hint(t.say(key("form-markdown")));
        form.lines("links", name("links"), 3).hint(t.say(key("form-links-hint")));
        form.lines("absences", name("absences"), 2).hint(t.say(key("form-absences-hint")));
        form
    }
}
