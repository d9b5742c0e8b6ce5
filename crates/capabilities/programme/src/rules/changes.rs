//! What a release changes for those who have read the one before.

use std::collections::{BTreeMap, BTreeSet};

use madang_interchange::model::{Programme, Session, State};

use crate::model::{Change, ChangeKind, Draft};

/// The programme that the public may see: confirmed sessions, and those that were announced and are cancelled now;
/// their speakers, without what is private; numbers of changes for calendars.
///
/// *Shapes*: keys and order are those of the draft; `before` is the release that the public sees now.
pub(crate) fn publish(draft: &Draft, before: Option<&Programme>) -> Programme {
    let announced: BTreeMap<&str, &Session> = before
        .into_iter()
        .flat_map(|programme| &programme.sessions)
        .map(|session| (session.key.as_str(), session))
        .collect();
    let mut programme = draft.programme.clone();
    let mut sessions = Vec::new();
    for mut session in std::mem::take(&mut programme.sessions) {
        let earlier = announced.get(session.key.as_str()).copied();
        match (session.state, earlier) {
            (State::Confirmed, _) => {}
            // Whatever has become of an announced session: for the public it is cancelled, and keeps its last place
            // there so that people see what they miss. Nothing that was edited since is shown.
            (_, Some(earlier)) => {
                session = Session { state: State::Cancelled, ..earlier.clone() };
            }
            (_, None) => continue,
        }
        session.sequence = earlier.map_or(0, |earlier| {
            let changed = earlier.slot != session.slot || earlier.state != session.state;
            earlier.sequence + u32::from(changed)
        });
        sessions.push(session);
    }
    // A session that was deleted since it was announced is cancelled too.
    let kept: BTreeSet<String> = sessions.iter().map(|session| session.key.clone()).collect();
    for gone in announced.values().filter(|session| !kept.contains(&session.key)) {
        let sequence = gone.sequence + u32::from(gone.state != State::Cancelled);
        sessions.push(Session { state: State::Cancelled, sequence, ..(*gone).clone() });
    }
    let speaking: BTreeSet<&str> = sessions
        .iter()
        .filter(|session| session.state == State::Confirmed)
        .flat_map(|session| session.parts.iter().map(|part| part.speaker.as_str()))
        .collect();
    programme.speakers.retain(|speaker| speaking.contains(speaker.key.as_str()));
    for speaker in &mut programme.speakers {
        speaker.email = None;
    }
    let known: BTreeSet<&str> = programme.speakers.iter().map(|speaker| speaker.key.as_str()).collect();
    for session in &mut sessions {
        session.parts.retain(|part| known.contains(part.speaker.as_str()));
    }
    programme.sessions = sessions;
    programme
}

/// What is new, moved or cancelled in `after`, for readers of `before`.
///
/// *Shapes*: by kind, then by time, then by code.
pub(crate) fn changes(before: Option<&Programme>, after: &Programme) -> Vec<Change> {
    let held = |session: &&Session| session.state == State::Confirmed;
    let earlier: BTreeMap<&str, &Session> = before
        .into_iter()
        .flat_map(|programme| &programme.sessions)
        .filter(held)
        .map(|session| (session.key.as_str(), session))
        .collect();
    let mut changes = Vec::new();
    for session in &after.sessions {
        let was = earlier.get(session.key.as_str()).copied();
        let kind = match (was, session.state) {
            (None, State::Confirmed) => ChangeKind::New,
            (Some(was), State::Confirmed) if was.slot != session.slot => ChangeKind::Moved,
            (Some(_), State::Cancelled) => ChangeKind::Cancelled,
            _ => continue,
        };
        changes.push(Change {
            kind,
            session: session.key.clone(),
            title: session.title.clone(),
            before: was.and_then(|was| was.slot.clone()),
            after: session.slot.clone().filter(|_| session.state == State::Confirmed),
        });
    }
    changes.sort_by_key(|change| {
        let slot = change.after.as_ref().or(change.before.as_ref());
        (change.kind, slot.map(|slot| slot.start), change.session.clone())
    });
    changes
}

#[cfg(test)]
mod tests {
    use madang_interchange::model::{Part, Slot, Speaker, Text};

    use super::*;

    fn slot(hour: i64, room: &str) -> Option<Slot> {
        let start = jiff::Timestamp::from_second(1_800_000_000 + hour * 3_600).unwrap();
        Some(Slot { room: Some(room.into()), start, end: start + jiff::SignedDuration::from_mins(30) })
    }

    fn session(key: &str, state: State, slot: Option<Slot>) -> Session {
        let parts = vec![Part { speaker: format!("S{key}"), ..Part::default() }];
        Session { key: key.into(), title: Text::of("en", key), state, slot, parts, ..Session::default() }
    }

    fn draft(sessions: Vec<Session>) -> Draft {
        let speakers = sessions
            .iter()
            .map(|session| Speaker {
                key: format!("S{}", session.key),
                name: "X".into(),
                email: Some("x@example.org".into()),
                ..Speaker::default()
            })
            .collect();
        Draft { programme: Programme { sessions, speakers, ..Programme::default() }, ..Draft::default() }
    }

    #[test]
    fn nothing_undecided_and_nothing_private_gets_out() {
        let states = [
            State::Draft,
            State::Proposed,
            State::Accepted,
            State::Rejected,
            State::Withdrawn,
            State::Cancelled,
        ];
        let mut sessions: Vec<Session> = states
            .iter()
            .enumerate()
            .map(|(n, state)| session(&n.to_string(), *state, slot(1, "a")))
            .collect();
        sessions.push(session("yes", State::Confirmed, slot(2, "a")));
        let public = publish(&draft(sessions), None);
        assert_eq!(public.sessions.iter().map(|session| session.key.as_str()).collect::<Vec<_>>(), ["yes"]);
        assert_eq!(public.speakers.iter().map(|speaker| speaker.key.as_str()).collect::<Vec<_>>(), ["Syes"]);
        assert!(public.speakers.iter().all(|speaker| speaker.email.is_none()));
    }

    #[test]
    fn moved_and_cancelled_count_up_for_calendars() {
        let first = publish(
            &draft(vec![
                session("a", State::Confirmed, slot(1, "x")),
                session("b", State::Confirmed, slot(2, "x")),
                session("c", State::Confirmed, slot(3, "x")),
                session("d", State::Confirmed, None),
            ]),
            None,
        );
        let next = draft(vec![
            session("a", State::Confirmed, slot(1, "y")),
            session("b", State::Withdrawn, None),
            session("d", State::Confirmed, slot(4, "x")),
            session("e", State::Confirmed, slot(5, "x")),
        ]);
        let second = publish(&next, Some(&first));
        let kinds: Vec<(ChangeKind, String)> =
            changes(Some(&first), &second).into_iter().map(|change| (change.kind, change.session)).collect();
        let expected = [
            (ChangeKind::New, "e"),
            (ChangeKind::Moved, "a"),
            (ChangeKind::Moved, "d"),
            (ChangeKind::Cancelled, "b"),
            (ChangeKind::Cancelled, "c"),
        ];
        assert_eq!(kinds, expected.map(|(kind, key)| (kind, key.to_owned())));
        let sequence =
            |key: &str| second.sessions.iter().find(|session| session.key == key).unwrap().sequence;
        assert_eq!(["a", "b", "c", "e"].map(sequence), [1, 1, 1, 0]);
        let third = publish(&next, Some(&second));
        assert_eq!(changes(Some(&second), &third), []);
        assert_eq!(
            third.sessions.iter().map(|session| session.sequence).sum::<u32>(),
            second.sessions.iter().map(|session| session.sequence).sum::<u32>()
        );
    }
}
