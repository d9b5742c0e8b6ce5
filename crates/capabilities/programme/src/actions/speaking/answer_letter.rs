//! Tells the team when a speaker will not hold a session, or will after all.

use jiff::SignedDuration;
use madang_conference::Conference;
use madang_context::{Ctx, Power};
use madang_interchange::model::{Session, State};
use madang_mail::{Cause, Filter, MailAddress, NewMessage, queue};
use madang_people::Person;
use madang_store::{StoreError, Tx};
use madang_text::{LanguageTag, Translator, display, key};

use super::invite::SpeakerLetters;
use crate::model::{Answer, Says, SessionId};

/// The longest reason that stands in a letter, in characters; the desk has the whole.
const REASON_CHARS_MAX: usize = 1_000;

/// How many letters about one session one person gets within [`WINDOW`]: who changes their mind all day fills no inbox.
const LETTERS_MAX: u32 = 6;
const WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// What a speaker has said to a session.
pub(super) struct Told<'a> {
    pub(super) conference: &'a Conference,
    pub(super) id: SessionId,
    pub(super) speaker: &'a str,
    /// As it is now.
    pub(super) session: &'a Session,
    pub(super) state_before: State,
    pub(super) before: Option<&'a Answer>,
    pub(super) now: &'a Answer,
}

impl Told<'_> {
    /// Whether the team has to know: of every no and its reasons, and of a yes after a no. A first yes they see at the desk.
    fn is_news(&self) -> bool {
        match (self.before, self.now.says) {
            (Some(before), Says::No) => before.says != Says::No || before.reason != self.now.reason,
            (None, Says::No) => true,
            (before, Says::Yes) => before.is_some_and(|before| before.says == Says::No),
        }
    }
}

/// Writes to everybody who is in charge of the programme, in the language of their account.
pub(super) fn tell_team(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    told: &Told<'_>,
    letters: &SpeakerLetters,
) -> Result<(), StoreError> {
    if !told.is_news() {
        return Ok(());
    }
    let cause = Cause { kind: "answer", id: told.id.0 };
    let mut messages = Vec::new();
    for person in madang_team::in_charge(tx, told.conference, Power::Programme)? {
        let written =
            Filter { cause: Some(cause.clone()), recipient: Some(person.email.clone()), ..Filter::default() };
        let written = madang_mail::list(tx, &written, LETTERS_MAX)?;
        let lately = written.iter().filter(|message| message.created_at > ctx.now - WINDOW).count();
        if lately < LETTERS_MAX as usize {
            messages.extend(letter(told, &cause, &person, letters));
        }
    }
    queue(tx, ctx, &messages)?;
    Ok(())
}

/// The letter to one of them; none when no letter reaches their address.
fn letter(told: &Told<'_>, cause: &Cause, person: &Person, letters: &SpeakerLetters) -> Option<NewMessage> {
    let to = MailAddress::new(&display::one_line(&person.name), &person.email).ok()?;
    let language = person.language.parse::<LanguageTag>().unwrap_or_else(|_| LanguageTag::english());
    let t = letters.texts.translator(&language);
    let (subject, text) = words(&t, told, &person.name, &letters.server);
    let language = t.language().as_str().to_owned();
    Some(NewMessage { language, cause: Some(cause.clone()), ..NewMessage::new(to, subject, text) })
}

fn words(t: &Translator, told: &Told<'_>, name: &str, server: &str) -> (String, String) {
    let (language, session) = (t.language(), told.session);
    // People typed all of these: in a letter of ours they must not become links of theirs.
    let conference = display::in_letter(told.conference.name.pick(language.as_str()));
    let (speaker, title) =
        (display::in_letter(told.speaker), display::in_letter(session.title.pick(language.as_str())));
    let values = [
        ("conference", conference.into()),
        ("speaker", speaker.into()),
        ("title", title.into()),
        ("name", display::in_letter(name).into()),
    ];
    let (subject, text) = match told.now.says {
        Says::No => (key("mail-answer-no-subject"), key("mail-answer-no-text")),
        Says::Yes => (key("mail-answer-yes-subject"), key("mail-answer-yes-text")),
    };
    let mut parts = vec![t.say_with(text, &values)];
    if let Some(slot) = &session.slot {
        let zone = told.conference.time_zone();
        parts.push(t.say_with("mail-answer-when", &[("when", t.moment(slot.start, &zone).into())]));
    }
    if !told.now.reason.is_empty() {
        parts.push(display::quoted_in_letter(&told.now.reason, REASON_CHARS_MAX));
    }
    if told.state_before == State::Confirmed && session.state == State::Accepted {
        parts.push(t.say(key("mail-answer-nobody-left")));
    }
    parts.push(format!("{server}/desk/{}/sessions/{}", told.conference.slug, session.key));
    (t.say_with(subject, &values), parts.join("\n\n") + "\n")
}
