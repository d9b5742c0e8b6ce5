//! Telling speakers what a release means for them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use madang_conference::Conference;
use madang_interchange::{
    model::{Programme, Slot},
    write::{Selection, WriteContext, icalendar},
};
use madang_mail::{Cause, MailAddress, NewMessage};
use madang_text::{LanguageTag, Texts, Translator, display};

use crate::{
    model::{Change, ChangeKind, Release},
    rules::notices::notices,
    store::Recipient,
};

/// What is needed to write to speakers.
#[derive(Clone)]
pub struct Announcement {
    /// The words.
    pub texts: Texts,
    /// Full address of the conference's site, without a slash at the end.
    pub site: String,
}

/// One speaker whom a release concerns and who can be written to.
pub(crate) struct Due<'r> {
    recipient: &'r Recipient,
    to: MailAddress,
    changes: Vec<Change>,
}

/// Whom a release has to be told: each speaker once, with everything that is new for them.
pub(crate) fn due<'r>(
    changes: &[Change],
    (before, after): (Option<&Programme>, &Programme),
    recipients: &'r [Recipient],
) -> Vec<Due<'r>> {
    let mut notices = notices(before, after, changes);
    let due = |recipient: &'r Recipient| {
        let changes = notices.remove(&recipient.code)?;
        // An address that cannot be one was reported when it was imported.
        let to = MailAddress::new(&display::one_line(&recipient.name), &recipient.email).ok()?;
        Some(Due { recipient, to, changes })
    };
    recipients.iter().filter_map(due).collect()
}

/// One message for each speaker whom the release concerns and who can be written to: in the language of their account, or
/// else the conference's first, with their sessions as calendar entries.
pub(crate) fn messages(
    announcement: &Announcement,
    conference: &Conference,
    release: &Release,
    (before, after): (Option<&Programme>, &Programme),
    recipients: &[Recipient],
) -> Vec<NewMessage> {
    let letter = |due: Due<'_>| {
        let own = due.recipient.language.as_ref().or_else(|| conference.languages.first());
        let language = own.and_then(|tag| tag.parse::<LanguageTag>().ok());
        let t = announcement.texts.translator(&language.unwrap_or_else(LanguageTag::english));
        let (subject, text) = words(&t, announcement, conference, after, &due.recipient.name, &due.changes);
        NewMessage {
            language: t.language().as_str().to_owned(),
            cause: Some(Cause { kind: "release", id: conference.id.0 }),
            calendar: calendar(&t, announcement, (conference, release), after, &due.changes),
            ..NewMessage::new(due.to, subject, text)
        }
    };
    due(&release.changes, (before, after), recipients).into_iter().map(letter).collect()
}

/// The sessions of some changes for a calendar, moved and cancelled ones too; none when no time is known of any.
fn calendar(
    t: &Translator,
    announcement: &Announcement,
    (conference, release): (&Conference, &Release),
    after: &Programme,
    changes: &[Change],
) -> Option<String> {
    let keys: BTreeSet<String> = changes.iter().map(|change| change.session.clone()).collect();
    let sessions = after.sessions.iter().filter(|session| keys.contains(&session.key));
    // Only what stands in it: a programme of a thousand sessions is not gone through for every letter.
    let programme = Programme {
        conference: crate::published::header(conference, Some(release)),
        rooms: after.rooms.clone(),
        tracks: after.tracks.clone(),
        kinds: after.kinds.clone(),
        speakers: Vec::new(),
        sessions: sessions.cloned().collect(),
    };
    if programme.sessions.iter().all(|session| session.slot.is_none()) {
        return None;
    }
    let mut context = WriteContext::new(&announcement.site, t.language().as_str(), release.released_at);
    context.session_url = format!("{}sessions/{{key}}", context.base_url);
    context.speaker_url = format!("{}speakers/{{key}}", context.base_url);
    Some(icalendar(&programme, &context, &Selection::All))
}

fn words(
    t: &Translator,
    announcement: &Announcement,
    conference: &Conference,
    programme: &Programme,
    name: &str,
    changes: &[Change],
) -> (String, String) {
    let language = t.language();
    // People typed all of these names: in a letter of ours they must not become links of theirs.
    let site = display::in_letter(conference.name.pick(language.as_str()));
    let mut text = t.say_with("mail-release-hello", &[("name", display::in_letter(name).into())]);
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
        text += &format!("\n{what}: {}\n", display::in_letter(change.title.pick(language.as_str())));
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
        Some(room) => format!("{when}, {}", display::in_letter(room.name.pick(t.language().as_str()))),
        None => when,
    }
}
