//! Telling speakers what a release means for them.

use jiff::Timestamp;
use madang_conference::Conference;
use madang_interchange::model::{Programme, Slot};
use madang_mail::{Cause, MailAddress, NewMessage};
use madang_text::{LanguageTag, Texts, Translator, display};

use crate::{
    model::{Change, ChangeKind, Release},
    rules::notices::notices,
};

/// What is needed to write to speakers.
#[derive(Clone)]
pub struct Announcement {
    /// The words.
    pub texts: Texts,
    /// Full address of the conference's site, without a slash at the end.
    pub site: String,
}

/// One message for each speaker whom the release concerns and who can be written to, and how many cannot.
pub(crate) fn messages(
    announcement: &Announcement,
    conference: &Conference,
    release: &Release,
    (before, after): (Option<&Programme>, &Programme),
    addresses: &[(String, String, String)],
) -> Vec<NewMessage> {
    let language = conference.languages.first().and_then(|tag| tag.parse::<LanguageTag>().ok());
    let t = announcement.texts.translator(&language.unwrap_or_else(LanguageTag::english));
    let notices = notices(before, after, &release.changes);
    let letter = |(key, name, address): &(String, String, String)| {
        let changes = notices.get(key)?;
        // An address that cannot be one was reported when it was imported.
        let to = MailAddress::new(&display::one_line(name), address).ok()?;
        let (subject, text) = words(&t, announcement, conference, after, name, changes);
        let cause = Some(Cause { kind: "release", id: conference.id.0 });
        Some(NewMessage {
            language: t.language().as_str().to_owned(),
            cause,
            ..NewMessage::new(to, subject, text)
        })
    };
    addresses.iter().filter_map(letter).collect()
}

fn words(
    t: &Translator,
    announcement: &Announcement,
    conference: &Conference,
    programme: &Programme,
    name: &str,
    changes: &[&Change],
) -> (String, String) {
    let language = t.language();
    let site = display::one_line(conference.name.pick(language.as_str()));
    let mut text = t.say_with("mail-release-hello", &[("name", display::one_line(name).into())]);
    text += "\n\n";
    text += &t.say_with("mail-release-text", &[("conference", (&site).into())]);
    text += "\n";
    for change in changes {
        let place = |slot: &Option<Slot>| slot.as_ref().map(|slot| place(t, conference, programme, slot));
        let what = match change.kind {
            ChangeKind::New => t.say("change-new"),
            ChangeKind::Moved => t.say("change-moved"),
            ChangeKind::Cancelled => t.say("change-cancelled"),
        };
        text += &format!("\n{what}: {}\n", display::one_line(change.title.pick(language.as_str())));
        let moved = [place(&change.before), place(&change.after)];
        let line: Vec<String> = moved.into_iter().flatten().collect();
        if !line.is_empty() {
            text += &format!("  {}\n", line.join(" → "));
        }
        text += &format!("  {}/sessions/{}\n", announcement.site, change.session);
    }
    text += "\n";
    text += &t.say_with("mail-release-end", &[("conference", (&site).into())]);
    text += "\n";
    (t.say_with("mail-release-subject", &[("conference", (&site).into())]), text)
}

fn place(t: &Translator, conference: &Conference, programme: &Programme, slot: &Slot) -> String {
    let room = programme.rooms.iter().find(|room| Some(&room.key) == slot.room.as_ref());
    let when: Timestamp = slot.start;
    let when = t.moment(when, &conference.time_zone());
    match room {
        Some(room) => format!("{when}, {}", display::one_line(room.name.pick(t.language().as_str()))),
        None => when,
    }
}
