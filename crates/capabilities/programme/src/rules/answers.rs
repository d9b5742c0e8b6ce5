//! What becomes of a session when its speakers say whether they will hold it.

use madang_interchange::model::{Session, State};

use crate::model::{Answers, Says};

/// Whether a speaker can say something to a session: once the team has accepted it, and until it is over with it.
pub(crate) fn can_answer(state: State) -> bool {
    matches!(state, State::Accepted | State::Confirmed)
}

/// The state of a session when its speakers have said this.
///
/// An accepted session is confirmed as soon as one of them says yes and none no. A confirmed one falls back to accepted,
/// and so would be cancelled by the next release, when all of them have said no; while somebody is left to hold it, the
/// team decides. Answers of people who are not in it any more count for nothing.
pub(crate) fn state_after(session: &Session, answers: &Answers) -> State {
    let of = |speaker: &String| answers.get(speaker).map(|answer| answer.says);
    let said: Vec<Option<Says>> = session.parts.iter().map(|part| of(&part.speaker)).collect();
    let (yes, no) = (said.contains(&Some(Says::Yes)), said.contains(&Some(Says::No)));
    let all_no = !said.is_empty() && said.iter().all(|says| *says == Some(Says::No));
    match session.state {
        State::Accepted if yes && !no => State::Confirmed,
        State::Confirmed if all_no => State::Accepted,
        state => state,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use madang_interchange::model::Part;

    use super::*;
    use crate::model::Answer;

    #[test]
    fn speakers_confirm_together_and_decline_together() {
        let session = |state| Session {
            state,
            parts: ["a", "b"].map(|speaker| Part { speaker: speaker.into(), ..Part::default() }).into(),
            ..Session::default()
        };
        let answers = |said: &[(&str, Says)]| -> Answers {
            let answer = |says| Answer { says, reason: String::new(), at: Timestamp::UNIX_EPOCH };
            said.iter().map(|(who, says)| ((*who).to_owned(), answer(*says))).collect()
        };
        use Says::{No, Yes};
        use State::{Accepted, Cancelled, Confirmed, Proposed};
        for (before, said, after) in [
            (Accepted, &[][..], Accepted),
            (Accepted, &[("a", Yes)], Confirmed),
            (Accepted, &[("a", Yes), ("b", No)], Accepted),
            (Accepted, &[("gone", Yes)], Accepted),
            (Confirmed, &[("a", No)], Confirmed),
            (Confirmed, &[("a", No), ("b", No)], Accepted),
            (Confirmed, &[("a", No), ("gone", No)], Confirmed),
            (Proposed, &[("a", Yes), ("b", Yes)], Proposed),
            (Cancelled, &[("a", Yes)], Cancelled),
        ] {
            assert_eq!(state_after(&session(before), &answers(said)), after, "{before:?} {said:?}");
        }
        let nobody = Session { state: Confirmed, ..Session::default() };
        assert_eq!(state_after(&nobody, &Answers::new()), Confirmed);
    }
}
