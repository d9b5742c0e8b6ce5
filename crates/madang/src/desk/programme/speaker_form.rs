//! The form of a speaker: filled from them, read into them.

use jiff::{Timestamp, civil::DateTime};
use madang_conference::Conference;
use madang_interchange::model::{Link, Speaker};
use madang_programme::{FACE_SOURCE, FullSpeaker};
use madang_text::{Translator, display, key};

use super::session_form::read_links;
use crate::desk::{
    fields::field_name,
    form::{FieldErrors, Fields, Needed, Reader, TEXT_MAX, Typed},
};

/// The fields of the form, each with all its rows: what is merged as one.
pub(crate) const NAMES: [&str; 10] = [
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

/// Of these, the fields that a speaker changes on their own pages; see [`SpeakerForm::own_fields`].
pub(crate) const OWN_NAMES: [&str; 7] =
    ["name", "name_latin", "affiliation", "position", "country", "biography", "links"];

/// What the form of a speaker needs to know.
pub(crate) struct SpeakerForm<'a> {
    pub(crate) t: &'a Translator,
    pub(crate) conference: &'a Conference,
}

impl SpeakerForm<'_> {
    /// The speaker in the fields of the form.
    pub(crate) fn fill(&self, full: &FullSpeaker) -> Typed {
        let (mut typed, speaker) = (Typed::default(), &full.speaker);
        let own = |value: &Option<String>| value.clone().unwrap_or_default();
        typed.set("name", speaker.name.clone());
        typed.set("name_latin", own(&speaker.name_latin));
        typed.set("affiliation", own(&speaker.affiliation));
        typed.set("position", own(&speaker.position));
        typed.set("country", own(&speaker.country));
        typed.set("email", own(&speaker.email));
        // What the speaker handed in has no address; it stays until somebody types one.
        let elsewhere = speaker.picture_url.as_ref().filter(|url| !url.starts_with(FACE_SOURCE));
        typed.set("picture_url", elsewhere.cloned().unwrap_or_default());
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
    pub(crate) fn read(&self, typed: &Typed, before: &FullSpeaker) -> Result<FullSpeaker, FieldErrors> {
        let mut read = Reader::new(self.t, typed);
        let mut full = before.clone();
        self.read_own_fields(&mut read, &mut full.speaker);
        full.speaker.email = read.email("email");
        // What an import has brought need not be of today's form as long as nobody touches it.
        if typed.one("picture_url") != self.fill(before).one("picture_url") {
            full.speaker.picture_url = read.url("picture_url");
        }
        if !typed.agrees(&self.fill(before), "absences") {
            full.absences = self.read_absences(&mut read);
        }
        read.finish().map(|()| full)
    }

    /// Reads the fields of [`OWN_NAMES`] alone; the rest stays as it was.
    pub(crate) fn read_own(&self, typed: &Typed, before: &FullSpeaker) -> Result<FullSpeaker, FieldErrors> {
        let mut read = Reader::new(self.t, typed);
        let mut full = before.clone();
        self.read_own_fields(&mut read, &mut full.speaker);
        read.finish().map(|()| full)
    }

    fn read_own_fields(&self, read: &mut Reader<'_>, speaker: &mut Speaker) {
        // Marks that turn the writing round or hide letters have no business in what others read as a name.
        let mut line = |name: &str, needed: Needed| {
            let typed = read.line(name, needed)?;
            Some(display::one_line(&typed)).filter(|line| !line.is_empty())
        };
        let name = line("name", Needed::Yes);
        speaker.name_latin = line("name_latin", Needed::No);
        speaker.affiliation = line("affiliation", Needed::No);
        speaker.position = line("position", Needed::No);
        if name.is_none() {
            read.wrong("name", self.t.say(key("form-needed")));
        }
        speaker.name = name.unwrap_or_default();
        let countries: Vec<&str> = self.t.countries().into_iter().map(|(code, _)| code).collect();
        speaker.country = read.choice("country", &countries, Needed::No);
        speaker.biography = read.text("biography", &self.conference.languages, Needed::No, TEXT_MAX);
        speaker.links = read_links(read, "links", self.t);
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
    pub(crate) fn fields<'f>(&'f self, typed: &'f Typed, errors: &'f FieldErrors) -> Fields<'f> {
        let t = self.t;
        let name = |field: &str| field_name(t, field);
        let mut form = self.own_fields(typed, errors);
        form.email("email", name("email")).hint(t.say(key("form-email-hint")));
        form.url("picture_url", name("picture_url")).hint(t.say(key("form-picture-hint")));
        form.lines("absences", name("absences"), 2).hint(t.say(key("form-absences-hint")));
        form
    }

    /// The fields of [`OWN_NAMES`] as they are shown.
    pub(crate) fn own_fields<'f>(&'f self, typed: &'f Typed, errors: &'f FieldErrors) -> Fields<'f> {
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
        form.long_text("biography", name("biography"), languages, 6).hint(t.say(key("form-markdown")));
        form.lines("links", name("links"), 3).hint(t.say(key("form-links-hint")));
        form
    }
}
