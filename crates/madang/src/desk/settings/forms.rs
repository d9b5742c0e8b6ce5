//! The forms of settings: filled from what is there, read into what is wanted.

use jiff::civil::{Date, Time};
use madang_conference::{Conference, Piece, PieceKind, slug_of};
use madang_text::{Translator, key};

use crate::desk::{
    fields::field_name,
    form::{FieldErrors, Fields, LINE_MAX, Needed, Reader, TEXT_MAX, Typed},
};

/// What is wrong with a field, in words, where the action found out.
pub(super) fn wrong(t: &Translator, field: &'static str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add(field, t.say_of("desk-wrong-", field.replace('_', "-")));
    errors
}

/// The short name belongs to another one.
pub(super) fn taken(t: &Translator) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add("slug", t.say(key("desk-wrong-taken")));
    errors
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

fn minutes(time: Time) -> u16 {
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0)
}

/// The form of a conference's own settings.
pub(super) struct SettingsForm<'a> {
    pub(super) t: &'a Translator,
}

impl SettingsForm<'_> {
    /// The conference in the fields of the form.
    pub(super) fn fill(&self, conference: &Conference) -> Typed {
        let mut typed = Typed::default();
        for (name, text) in [
            ("name", &conference.name),
            ("subtitle", &conference.subtitle),
            ("description", &conference.description),
            ("venue", &conference.venue),
            ("address", &conference.address),
            ("city", &conference.city),
        ] {
            typed.set_text(name, text);
        }
        typed.set("zone", conference.zone.clone());
        typed.set("first_day", conference.first_day.to_string());
        typed.set("last_day", conference.last_day.to_string());
        typed.set("day_starts", clock(conference.day_starts_minutes));
        let (opens, closes) = conference.hours_minutes.unzip();
        typed.set("opens", opens.map(clock).unwrap_or_default());
        typed.set("closes", closes.map(clock).unwrap_or_default());
        typed.set("languages", conference.languages.join(", "));
        typed.set("url", conference.url.clone().unwrap_or_default());
        typed.set("colour", conference.colour.clone().unwrap_or_default());
        typed
    }

    /// Reads the form; what it does not show stays as it is in `before`.
    pub(super) fn read(&self, typed: &Typed, before: &Conference) -> Result<Conference, FieldErrors> {
        let mut read = Reader::new(self.t, typed);
        let languages = read.tags("languages");
        let is_tag = |tag: &String| {
            (2..=20).contains(&tag.len())
                && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if languages.is_empty() || !languages.iter().all(is_tag) {
            read.wrong("languages", self.t.say(key("desk-wrong-languages")));
        }
        let rows = if languages.is_empty() { &before.languages } else { &languages };
        let mut after = before.clone();
        after.name = read.text("name", rows, Needed::Yes, LINE_MAX);
        after.subtitle = read.text("subtitle", rows, Needed::No, LINE_MAX);
        after.description = read.text("description", rows, Needed::No, TEXT_MAX);
        after.venue = read.text("venue", rows, Needed::No, LINE_MAX);
        after.address = read.text("address", rows, Needed::No, LINE_MAX);
        after.city = read.text("city", rows, Needed::No, LINE_MAX);
        after.zone = read.line("zone", Needed::Yes).unwrap_or_default();
        let day = |day: Option<Date>, before: Date| day.unwrap_or(before);
        after.first_day = day(read.day("first_day", Needed::Yes), before.first_day);
        after.last_day = day(read.day("last_day", Needed::Yes), before.last_day);
        after.day_starts_minutes = read.time("day_starts", Needed::Yes).map_or(0, minutes);
        let (opens, closes) = (read.time("opens", Needed::No), read.time("closes", Needed::No));
        after.hours_minutes = match (opens.map(minutes), closes.map(minutes)) {
            (None, None) => None,
            // A house that closes after midnight closes on the next day of the calendar.
            (Some(opens), Some(closes)) if closes <= opens => Some((opens, closes + 24 * 60)),
            (Some(opens), Some(closes)) => Some((opens, closes)),
            _ => {
                read.wrong("closes", self.t.say(key("desk-wrong-hours")));
                None
            }
        };
        after.url = read.url("url");
        after.colour = read.line("colour", Needed::No);
        after.languages = languages;
        read.finish().map(|()| after)
    }

    /// The fields as they are shown.
    pub(super) fn fields<'f>(
        &'f self,
        typed: &'f Typed,
        errors: &'f FieldErrors,
        languages: &[String],
    ) -> Fields<'f> {
        let t = self.t;
        let name = |field: &str| field_name(t, field);
        let mut form = Fields::new(t, typed, errors);
        form.text("name", name("name"), languages).needed();
        form.text("subtitle", name("subtitle"), languages);
        form.long_text("description", name("description"), languages, 5).hint(t.say(key("form-markdown")));
        form.text("venue", name("venue"), languages);
        form.text("address", name("address"), languages);
        form.text("city", name("city"), languages);
        form.line("zone", t.say(key("desk-zone"))).needed().hint(t.say(key("desk-zone-hint")));
        form.day("first_day", t.say(key("desk-first-day"))).needed();
        form.day("last_day", t.say(key("desk-last-day"))).needed();
        form.time("day_starts", t.say(key("settings-day-starts")))
            .hint(t.say(key("settings-day-starts-hint")));
        form.time("opens", t.say(key("settings-opens")));
        form.time("closes", t.say(key("settings-closes"))).hint(t.say(key("settings-closes-hint")));
        form.tags("languages", name("languages")).needed().hint(t.say(key("settings-languages-hint")));
        form.url("url", name("url"));
        form.line("colour", name("colour")).hint(t.say(key("settings-colour-hint")));
        form
    }
}

/// The form of a room, track, kind or page.
pub(super) struct PieceForm<'a> {
    pub(super) t: &'a Translator,
}

impl PieceForm<'_> {
    /// The fields of each kind, in the order of the page.
    pub(super) fn names(kind: PieceKind, is_new: bool) -> &'static [&'static str] {
        match (kind, is_new) {
            (PieceKind::Room, true) => &["name", "slug", "capacity", "area", "description", "position"],
            (PieceKind::Room, false) => &["name", "capacity", "area", "description", "position"],
            (PieceKind::Track, true) => &["name", "slug", "colour", "position"],
            (PieceKind::Track, false) => &["name", "colour", "position"],
            (PieceKind::Kind, true) => &["name", "slug", "duration", "position"],
            (PieceKind::Kind, false) => &["name", "duration", "position"],
            (PieceKind::Page, true) => &["name", "slug", "body", "position"],
            (PieceKind::Page, false) => &["name", "body", "position"],
        }
    }

    /// The piece in the fields of the form.
    pub(super) fn fill(&self, piece: &Piece) -> Typed {
        let mut typed = Typed::default();
        typed.set_text("name", piece.name());
        typed.set("slug", piece.slug());
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let position = match piece {
            Piece::Room(room) => {
                typed.set("capacity", number(room.capacity));
                typed.set("area", room.area.clone());
                typed.set_text("description", &room.description);
                room.position
            }
            Piece::Track(track) => {
                typed.set("colour", track.colour.clone().unwrap_or_default());
                track.position
            }
            Piece::Kind(kind) => {
                typed.set("duration", number(kind.duration_minutes));
                kind.position
            }
            Piece::Page(page) => {
                typed.set_text("body", &page.body);
                page.position
            }
        };
        typed.set("position", (position + 1).to_string());
        typed
    }

    /// Reads the form; what it does not show stays as it is in `before`.
    pub(super) fn read(
        &self,
        typed: &Typed,
        before: &Piece,
        (languages, is_new): (&[String], bool),
    ) -> Result<Piece, FieldErrors> {
        let mut read = Reader::new(self.t, typed);
        let title = read.text("name", languages, Needed::Yes, LINE_MAX);
        let position = read.number("position", 1..=1_000).map(|place| i64::from(place) - 1);
        let short = if is_new {
            let typed = read.line("slug", Needed::No);
            let made = || title.0.values().find_map(|name| slug_of(name));
            let short = typed.map(|slug| slug.to_lowercase()).or_else(made);
            if short.is_none() {
                read.wrong("slug", self.t.say(key("desk-wrong-slug")));
            }
            short.unwrap_or_default()
        } else {
            before.slug().to_owned()
        };
        let mut after = before.clone();
        match &mut after {
            Piece::Room(room) => {
                (room.name, room.slug) = (title, short);
                room.capacity = read.number("capacity", 0..=1_000_000);
                room.area = read.line("area", Needed::No).unwrap_or_default();
                room.description = read.text("description", languages, Needed::No, TEXT_MAX);
                room.position = position.unwrap_or(room.position);
            }
            Piece::Track(track) => {
                (track.name, track.slug) = (title, short);
                track.colour = read.line("colour", Needed::No);
                track.position = position.unwrap_or(track.position);
            }
            Piece::Kind(kind) => {
                (kind.name, kind.slug) = (title, short);
                kind.duration_minutes = read.number("duration", 1..=1_440);
                kind.position = position.unwrap_or(kind.position);
            }
            Piece::Page(page) => {
                (page.title, page.slug) = (title, short);
                page.body = read.text("body", languages, Needed::No, TEXT_MAX);
                page.position = position.unwrap_or(page.position);
            }
        }
        read.finish().map(|()| after)
    }

    /// The fields as they are shown.
    pub(super) fn fields<'f>(
        &'f self,
        kind: PieceKind,
        typed: &'f Typed,
        errors: &'f FieldErrors,
        (languages, is_new): (&[String], bool),
    ) -> Fields<'f> {
        let t = self.t;
        let name = |field: &str| field_name(t, field);
        let mut form = Fields::new(t, typed, errors);
        let title = if kind == PieceKind::Page { "title" } else { "name" };
        form.text("name", name(title), languages).needed();
        for field in Self::names(kind, is_new) {
            // Each adds its field; what comes back only lets a hint be put to it.
            match *field {
                "slug" => {
                    let hint = t.say(key("desk-short-name-hint"));
                    form.line("slug", t.say(key("desk-short-name"))).hint(hint);
                }
                "capacity" => {
                    form.number("capacity", name("capacity"));
                }
                "area" => {
                    form.line("area", t.say(key("settings-area"))).hint(t.say(key("settings-area-hint")));
                }
                "description" => {
                    form.long_text("description", name("description"), languages, 3);
                }
                "colour" => {
                    form.line("colour", name("colour")).hint(t.say(key("settings-colour-hint")));
                }
                "duration" => {
                    form.minutes("duration", name("duration_minutes"));
                }
                "body" => {
                    let hint = t.say(key("form-markdown"));
                    form.long_text("body", t.say(key("settings-body")), languages, 12).hint(hint);
                }
                "position" => {
                    let hint = t.say(key("settings-position-hint"));
                    form.number("position", t.say(key("settings-position"))).hint(hint);
                }
                _ => {}
            }
        }
        form
    }
}
