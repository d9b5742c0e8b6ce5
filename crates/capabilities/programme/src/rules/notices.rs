//! Whom a release has to be told.

use std::collections::BTreeMap;

use madang_interchange::model::Programme;

use crate::model::Change;

/// What is new for each speaker: by the speaker's key, in the order of the changes.
///
/// Somebody taken off a session hears of it when the session is cancelled; `before` is the release that was public.
pub(crate) fn notices<'c>(
    before: Option<&Programme>,
    after: &Programme,
    changes: &'c [Change],
) -> BTreeMap<String, Vec<&'c Change>> {
    let mut speakers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for programme in before.into_iter().chain([after]) {
        for session in &programme.sessions {
            let known = speakers.entry(&session.key).or_default();
            for part in &session.parts {
                if !known.contains(&part.speaker.as_str()) {
                    known.push(&part.speaker);
                }
            }
        }
    }
    let mut notices: BTreeMap<String, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        for speaker in speakers.get(change.session.as_str()).into_iter().flatten() {
            notices.entry((*speaker).to_owned()).or_default().push(change);
        }
    }
    notices
}
