//! Whom a release has to be told.

use std::collections::BTreeMap;

use madang_interchange::model::{Programme, Session, State};

use crate::model::{Change, ChangeKind};

/// What is new for each speaker: by the speaker's key, in the order of the changes, then what they were added to.
///
/// Somebody taken off a session hears of it when the session moves or is cancelled; somebody added to one that was announced
/// without them learns of it as of a new one. `before` is the release that was public.
pub(crate) fn notices(
    before: Option<&Programme>,
    after: &Programme,
    changes: &[Change],
) -> BTreeMap<String, Vec<Change>> {
    let mut notices: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    let earlier: BTreeMap<&str, &Session> = sessions(before);
    let now: BTreeMap<&str, &Session> = sessions(Some(after));
    for change in changes {
        let (was, is) = (earlier.get(change.session.as_str()), now.get(change.session.as_str()));
        let mut told: Vec<&str> = Vec::new();
        for part in was.into_iter().chain(is).flat_map(|session| &session.parts) {
            if told.contains(&part.speaker.as_str()) {
                continue;
            }
            told.push(&part.speaker);
            let is_new_to_them =
                change.kind == ChangeKind::Moved && !was.is_some_and(|was| has(was, &part.speaker));
            let change = if is_new_to_them { added(change) } else { change.clone() };
            notices.entry(part.speaker.clone()).or_default().push(change);
        }
    }
    for session in after.sessions.iter().filter(|session| session.state == State::Confirmed) {
        let Some(was) = earlier.get(session.key.as_str()) else { continue };
        if changes.iter().any(|change| change.session == session.key) {
            continue;
        }
        for part in session.parts.iter().filter(|part| !has(was, &part.speaker)) {
            let change = Change {
                kind: ChangeKind::New,
                session: session.key.clone(),
                title: session.title.clone(),
                before: None,
                after: session.slot.clone(),
            };
            notices.entry(part.speaker.clone()).or_default().push(change);
        }
    }
    notices
}

fn sessions(programme: Option<&Programme>) -> BTreeMap<&str, &Session> {
    let sessions = programme.into_iter().flat_map(|programme| &programme.sessions);
    sessions.map(|session| (session.key.as_str(), session)).collect()
}

fn has(session: &Session, speaker: &str) -> bool {
    session.parts.iter().any(|part| part.speaker == speaker)
}

fn added(change: &Change) -> Change {
    Change { kind: ChangeKind::New, before: None, ..change.clone() }
}

#[cfg(test)]
mod tests {
    use madang_interchange::model::{Part, Slot, Text};

    use super::*;
    use crate::rules::changes::changes;

    fn session(key: &str, state: State, hour: i64, speakers: &[&str]) -> Session {
        let start = jiff::Timestamp::from_second(1_800_000_000 + hour * 3_600).unwrap();
        let end = start + jiff::SignedDuration::from_mins(30);
        Session {
            key: key.into(),
            title: Text::of("en", key),
            state,
            slot: Some(Slot { room: None, start, end }),
            parts: speakers.iter().map(|one| Part { speaker: (*one).into(), ..Part::default() }).collect(),
            ..Session::default()
        }
    }

    #[test]
    fn each_speaker_hears_what_concerns_them_and_nothing_else() {
        let of = |sessions| Programme { sessions, ..Programme::default() };
        use State::{Cancelled, Confirmed};
        let before = of(vec![
            session("moved", Confirmed, 1, &["a"]),
            session("stays", Confirmed, 2, &["a"]),
            session("gone", Confirmed, 3, &["b"]),
        ]);
        let after = of(vec![
            session("moved", Confirmed, 4, &["a", "c"]),
            session("stays", Confirmed, 2, &["a", "b"]),
            session("gone", Cancelled, 3, &["b"]),
            session("new", Confirmed, 5, &["d"]),
        ]);
        let told = notices(Some(&before), &after, &changes(Some(&before), &after));
        let kinds = |who: &str| -> Vec<(ChangeKind, &str)> {
            let changes = told.get(who).into_iter().flatten();
            changes.map(|change| (change.kind, change.session.as_str())).collect()
        };
        assert_eq!(kinds("a"), [(ChangeKind::Moved, "moved")]);
        assert_eq!(kinds("b"), [(ChangeKind::Cancelled, "gone"), (ChangeKind::New, "stays")]);
        assert_eq!(kinds("c"), [(ChangeKind::New, "moved")]);
        assert_eq!(kinds("d"), [(ChangeKind::New, "new")]);
        assert!(told["c"][0].before.is_none(), "they never had the old time");
    }
}
