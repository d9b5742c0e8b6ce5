//! What the fields of a programme and of settings are called.

use madang_programme::LEVEL_FIELD;
use madang_text::{Translator, key};

/// The name of a field in the words of the page; fields that only machines know keep their own.
pub(crate) fn field_name(t: &Translator, field: &str) -> String {
    if let Some(conflict) = field.strip_prefix(LEVEL_FIELD) {
        return t.say_of("desk-kind-", conflict);
    }
    let word = match field {
        "absences" => key("desk-field-absences"),
        "acronym" => key("desk-field-acronym"),
        "address" => key("desk-field-address"),
        "affiliation" => key("desk-field-affiliation"),
        "answers" => key("desk-field-answers"),
        "area" => key("settings-area"),
        "audience" => key("desk-field-audience"),
        "biography" => key("desk-field-biography"),
        "body" => key("settings-body"),
        "capacity" => key("desk-field-capacity"),
        "city" => key("desk-field-city"),
        "code" => key("desk-field-code"),
        "colour" => key("desk-field-colour"),
        "country" => key("desk-field-country"),
        "day_starts_minutes" => key("desk-field-day-starts-minutes"),
        "description" => key("desk-field-description"),
        "do_not_record" => key("desk-field-do-not-record"),
        "duration_minutes" => key("desk-field-duration-minutes"),
        "email" => key("desk-field-email"),
        "first_day" => key("desk-field-first-day"),
        "guid" => key("desk-field-guid"),
        "hours_minutes" => key("desk-field-hours"),
        "kind" => key("desk-field-kind"),
        "language" => key("desk-field-language"),
        "languages" => key("desk-field-languages"),
        "last_day" => key("desk-field-last-day"),
        "level" => key("desk-field-level"),
        "links" => key("desk-field-links"),
        "logo" | "logo_url" => key("desk-field-logo-url"),
        "name" => key("desk-field-name"),
        "name_latin" => key("desk-field-name-latin"),
        "number" => key("desk-field-number"),
        "parts" => key("desk-field-parts"),
        "picture_url" => key("desk-field-picture-url"),
        "position" => key("desk-field-position"),
        "resources" => key("desk-field-resources"),
        "slot" => key("desk-field-slot"),
        "state" => key("desk-field-state"),
        "subtitle" => key("desk-field-subtitle"),
        "summary" => key("desk-field-summary"),
        "tags" => key("desk-field-tags"),
        "title" => key("desk-field-title"),
        "track" => key("desk-field-track"),
        "url" => key("desk-field-url"),
        "venue" => key("desk-field-venue"),
        "visibility" => key("desk-visibility"),
        "walks" => key("desk-field-walks"),
        "zone" => key("desk-field-zone"),
        other => return other.to_owned(),
    };
    t.say(word)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use madang_conference::{Piece, PieceKind};
    use madang_context::{Ctx, Ids, SeededRandomness, SetClock, Who};
    use madang_interchange::model::{Conference, Kind, Room, Track};
    use madang_programme::{FullSession, FullSpeaker};
    use madang_text::Texts;
    use serde_json::{Value, json, to_value};

    use super::*;

    /// What settings hold, empty, as history tells it.
    fn settings() -> Vec<Value> {
        let ids = Arc::new(Ids::new(SeededRandomness::new(1)));
        let ctx = Ctx::new(Who::System, &SetClock::at(Timestamp::UNIX_EPOCH), &ids);
        let pieces = PieceKind::ALL.map(|kind| match kind.blank(&ctx, 0) {
            Piece::Room(room) => to_value(room),
            Piece::Track(track) => to_value(track),
            Piece::Kind(kind) => to_value(kind),
            Piece::Page(page) => to_value(page),
        });
        let text = || json!({});
        let conference: madang_conference::Conference = serde_json::from_value(json!({
            "key": "yard", "visibility": "draft", "zone": "UTC", "first_day": "2026-11-22", "last_day": "2026-11-22",
            "day_starts_minutes": 0, "languages": [], "name": text(), "subtitle": text(), "description": text(),
            "venue": text(), "address": text(), "city": text(),
        }))
        .unwrap();
        let own = [to_value(conference).unwrap(), json!({ "walks": [] })];
        pieces.into_iter().map(Result::unwrap).chain(own).collect()
    }

    #[test]
    fn every_field_that_a_person_knows_has_a_name() {
        let texts = Texts::embedded();
        let korean = texts.translator(&texts.negotiate(Some("ko"), None, &[]));
        let things = [
            to_value(Conference::default()),
            to_value(Room::default()),
            to_value(Track::default()),
            to_value(Kind::default()),
            to_value(FullSpeaker::default()),
            to_value(FullSession::default()),
        ];
        // What a format needs and no person reads.
        let machines = ["key", "grid_minutes", "version", "sequence"];
        for thing in things.into_iter().map(Result::unwrap).chain(settings()) {
            for field in thing.as_object().unwrap().keys().filter(|field| !machines.contains(&field.as_str()))
            {
                assert_ne!(field_name(&korean, field), *field);
            }
        }
    }
}
