//! Editing by hand: versions, history, undo, and what imports leave alone.

use jiff::SignedDuration;
use madang_conference::{Edit, EditAction, ObjectKind, by_slug};
use madang_context::{Ctx, Who};
use madang_interchange::model::{Role, Slot};
use madang_programme::{
    Action, BulkSession, ConflictKind, Draft, EditError, Edited, Fault, FullSession, FullSpeaker,
    ProgrammeError, change_sessions, conference_history, create_session, create_speaker, delete_session,
    delete_speaker, delete_speakers, draft_conflicts, edit_session, edit_speaker, import, move_session,
    object_history, session_as_seen, set_state, undo,
};
use madang_store::Tx;
use madang_testkit::{TestKit, both_stores};

use super::*;

const SESSION: ObjectKind = ObjectKind::Session;

async fn imported(kit: &TestKit) -> Draft {
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write(move |tx| import(tx, &ctx, "seoul", &source()).map(drop)).await.unwrap();
    draft(kit).await
}

async fn draft(kit: &TestKit) -> Draft {
    let read = kit.store.read::<_, StoreError, _>(|tx| {
        let conference = by_slug(tx, "seoul")?.expect("it was made");
        Ok(draft_conflicts(tx, &conference)?.0)
    });
    read.await.unwrap()
}

/// One unit of work of the team.
async fn team<T: Send + 'static>(
    kit: &TestKit,
    unit: impl FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, EditError> + Send + 'static,
) -> Result<T, EditError> {
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write(move |tx| unit(tx, &ctx)).await
}

async fn history(kit: &TestKit, code: &str) -> Vec<Edit> {
    let code = code.to_owned();
    team(kit, move |tx, ctx| object_history(tx, ctx, "seoul", (SESSION, &code), 50)).await.unwrap()
}

fn retitled(full: &FullSession, title: &str) -> FullSession {
    let mut full = full.clone();
    full.session.title = Text::of("en", title);
    full
}

/// Saves another title from version 1, or without looking at versions at all.
async fn retitle(kit: &TestKit, title: String, looks: bool) -> Result<(), EditError> {
    if !looks {
        let what = BulkSession::AddTags(vec![title]);
        let codes = vec!["opening".to_owned()];
        return team(kit, move |tx, ctx| change_sessions(tx, ctx, "seoul", &codes, &what).map(drop)).await;
    }
    let full = draft(kit).await.full_session("opening").unwrap();
    let wanted = retitled(&full, &title);
    team(kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("opening", 1), &wanted).map(drop)).await
}

both_stores! { ALL;

async fn a_session_is_made_changed_removed_and_brought_back(kit: TestKit) {
    let start: jiff::Timestamp = "2026-11-22T05:00:00Z".parse().unwrap();
    let slot = Slot { room: Some("hall".into()), start, end: start + SignedDuration::from_mins(30) };
    imported(&kit).await;
    let wanted = FullSession {
        session: Session {
            title: Text::of("ko", "새 세션"),
            parts: vec![Part { speaker: "kim".into(), role: Role::Moderator }],
            slot: Some(slot.clone()),
            code: Some("mine".into()),
            ..Session::default()
        },
        audience: Some(40),
        ..FullSession::default()
    };
    let (made, again) = (wanted.clone(), wanted.clone());
    let made: Edited = team(&kit, move |tx, ctx| create_session(tx, ctx, "seoul", &made)).await.unwrap();
    assert_eq!((made.version, made.code.len()), (1, 6), "{made:?}");
    let code = made.code.clone();
    let now = draft(&kit).await;
    let full = now.full_session(&code).unwrap();
    assert_eq!((full.session.title.pick("ko"), full.audience, full.session.slot), ("새 세션", Some(40), Some(slot.clone())));
    assert_eq!(full.session.parts[0].role, Role::Moderator);
    let (one, later) = (code.clone(), Some(Slot { room: None, ..slot.clone() }));
    let (moved, conflicts) = team(&kit, move |tx, ctx| move_session(tx, ctx, "seoul", (&one, 1), later)).await.unwrap();
    assert_eq!((moved.version, conflicts), (2, vec![]));
    let one = code.clone();
    let state = team(&kit, move |tx, ctx| set_state(tx, ctx, "seoul", (&one, 2), State::Accepted)).await.unwrap();
    let one = code.clone();
    team(&kit, move |tx, ctx| delete_session(tx, ctx, "seoul", (&one, 3))).await.unwrap();
    assert!(draft(&kit).await.full_session(&code).is_none());
    let edits = history(&kit, &code).await;
    let told: Vec<(EditAction, i64)> = edits.iter().map(|edit| (edit.action, edit.version)).collect();
    let expected = [(EditAction::Delete, 4), (EditAction::Change, 3), (EditAction::Change, 2), (EditAction::Create, 1)];
    assert_eq!(told, expected);
    assert_eq!(edits[1].changes.iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["state"]);
    assert_eq!((edits[1].changes[0].before.as_str(), edits[1].changes[0].after.as_str()), (Some("confirmed"), Some("accepted")));
    let batch = edits[0].batch;
    let back = team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap();
    assert_eq!((back.done, back.kept.len()), (1, 0));
    let full = draft(&kit).await.full_session(&code).unwrap();
    assert_eq!((full.session.state, full.audience, full.session.slot.unwrap().room), (State::Accepted, Some(40), None));
    assert_eq!(draft(&kit).await.versions.sessions[&code], 5, "versions never go back");
    // The undo of a change that was undone or overwritten is refused; the rest of the history works.
    let batch = state.batch.unwrap();
    assert_eq!(team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap().done, 1);
    assert_eq!(team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap().kept, std::slice::from_ref(&code));
    let batch = made.batch.unwrap();
    let kept = team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap();
    assert_eq!(kept.kept, [code], "it has been moved since it was made, so it is not unmade");
    let again = team(&kit, move |tx, ctx| create_session(tx, ctx, "seoul", &again)).await.unwrap();
    let batch = again.batch.unwrap();
    assert_eq!(team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap().done, 1);
    assert!(draft(&kit).await.full_session(&again.code).is_none());
    assert!(kit.store.read(madang_audit::verify).await.unwrap().records > 8);
}

async fn what_cannot_be_is_refused_field_by_field(kit: TestKit) {
    let full = imported(&kit).await.full_session("opening").unwrap();
    let mut bad = retitled(&full, "");
    bad.session.track = Some("nothing".into());
    let refused = team(&kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("opening", 1), &bad)).await;
    let Err(EditError::Faults(faults)) = refused else { panic!("{refused:?}") };
    assert_eq!(faults.iter().map(|one| (one.field, one.fault)).collect::<Vec<_>>(), [("title", Fault::Empty), ("track", Fault::Unknown)]);
    let gone = team(&kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("nothing", 1), &full)).await;
    assert!(matches!(gone, Err(EditError::Gone(_))));
    let nowhere = team(&kit, |tx, ctx| delete_session(tx, ctx, "busan", ("opening", 1))).await;
    assert!(matches!(nowhere, Err(EditError::Programme(ProgrammeError::NoConference(_)))));
    let ctx = kit.ctx(Who::Visitor);
    let refused = kit.store.write(move |tx| delete_session(tx, &ctx, "seoul", ("opening", 1))).await;
    // For somebody without a role there, the conference does not exist.
    assert!(matches!(refused, Err(EditError::Programme(ProgrammeError::NoConference(_)))));
    assert_eq!(history(&kit, "opening").await, []);
}

async fn whoever_saves_second_sees_both_versions(kit: TestKit) {
    let full = imported(&kit).await.full_session("opening").unwrap();
    let (first, second) = (retitled(&full, "First"), retitled(&full, "Second"));
    let (same, other) = (first.clone(), FullSession { audience: Some(9), ..first.clone() });
    team(&kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("opening", 1), &first)).await.unwrap();
    team(&kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("opening", 2), &other)).await.unwrap();
    let stale = team(&kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("opening", 1), &second)).await;
    assert!(matches!(&stale, Err(EditError::Stale { version: 3, .. })), "{stale:?}");
    let (seen, since) = team(&kit, |tx, ctx| session_as_seen(tx, ctx, "seoul", ("opening", 1))).await.unwrap();
    assert_eq!(seen, full, "what the second had before them");
    assert_eq!(since.len(), 2);
    let (seen, since) = team(&kit, |tx, ctx| session_as_seen(tx, ctx, "seoul", ("opening", 2))).await.unwrap();
    assert_eq!((seen, since.len()), (same, 1));
}

async fn of_many_at_once_one_wins(kit: TestKit) {
    imported(&kit).await;
    // The control: the same race without looking at versions. Everybody gets through, so the test can see overwriting.
    let race = async |looks: bool| {
        let all = (0..8).map(|n| retitle(&kit, format!("title-{n}"), looks));
        let results: Vec<Result<(), EditError>> = futures_util::future::join_all(all).await;
        results.iter().filter(|result| result.is_ok()).count()
    };
    assert_eq!(race(true).await, 1);
    assert_eq!(race(true).await, 0, "version 1 is of the past");
    assert_eq!(race(false).await, 8);
    let edits = history(&kit, "opening").await;
    assert_eq!(edits.iter().map(|edit| edit.version).collect::<Vec<_>>(), [10, 9, 8, 7, 6, 5, 4, 3, 2]);
    assert_eq!(draft(&kit).await.versions.sessions["opening"], 10);
    assert!(kit.store.read(madang_audit::verify).await.is_ok());
}

async fn many_are_changed_at_once_and_back(kit: TestKit) {
    imported(&kit).await;
    let codes: Vec<String> = ["opening", "panel", "rejected", "nothing"].map(str::to_owned).into();
    let all = codes.clone();
    let done = team(&kit, move |tx, ctx| change_sessions(tx, ctx, "seoul", &all, &BulkSession::State(State::Rejected))).await.unwrap();
    assert_eq!((done.changed, done.gone), (2, 1));
    team(&kit, |tx, ctx| set_state(tx, ctx, "seoul", ("panel", 2), State::Draft)).await.unwrap();
    let batch = done.batch.unwrap();
    let back = team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap();
    assert_eq!((back.done, back.kept.as_slice()), (1, &["panel".to_owned()][..]), "what was changed since stays");
    let now = draft(&kit).await;
    assert_eq!(now.full_session("opening").unwrap().session.state, State::Confirmed);
    let before = now.programme.clone();
    let gone = team(&kit, move |tx, ctx| change_sessions(tx, ctx, "seoul", &codes, &BulkSession::Delete)).await.unwrap();
    assert_eq!(draft(&kit).await.programme.sessions, []);
    let batch = gone.batch.unwrap();
    assert_eq!(team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap().done, 3);
    assert_eq!(draft(&kit).await.programme, before);
    let bad = BulkSession::Track(Some("nothing".into()));
    let refused = team(&kit, move |tx, ctx| change_sessions(tx, ctx, "seoul", &["opening".to_owned()], &bad)).await;
    assert!(matches!(refused, Err(EditError::Faults(_))));
}

async fn a_speaker_goes_when_nobody_needs_them(kit: TestKit) {
    let now = imported(&kit).await;
    let mut full = now.full_speaker("kim").unwrap();
    full.speaker.name = "김두리".into();
    let begin: jiff::Timestamp = "2026-11-22T01:30:00Z".parse().unwrap();
    full.absences = vec![(begin, begin + SignedDuration::from_mins(30))];
    team(&kit, move |tx, ctx| edit_speaker(tx, ctx, "seoul", ("kim", 1), &full)).await.unwrap();
    let conflicts = kit.store.read::<_, StoreError, _>(|tx| {
        let conference = by_slug(tx, "seoul")?.expect("it was made");
        Ok(draft_conflicts(tx, &conference)?.1)
    }).await.unwrap();
    assert_eq!(conflicts.iter().map(|one| one.kind).collect::<Vec<_>>(), [ConflictKind::SpeakerAbsent]);
    let refused = team(&kit, |tx, ctx| delete_speaker(tx, ctx, "seoul", ("kim", 2), false)).await;
    assert!(matches!(refused, Err(EditError::TakesPart(2))), "{refused:?}");
    let before = draft(&kit).await;
    let gone = team(&kit, |tx, ctx| delete_speaker(tx, ctx, "seoul", ("kim", 2), true)).await.unwrap();
    let after = draft(&kit).await;
    assert!(after.full_speaker("kim").is_none() && after.full_session("opening").unwrap().session.parts.is_empty());
    let batch = gone.batch.unwrap();
    assert_eq!(team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap().done, 3);
    let back = draft(&kit).await;
    assert_eq!((&back.programme, &back.absences), (&before.programme, &before.absences));
    // Somebody new, whom a session has meanwhile taken: the undo of their making leaves them.
    let fresh = FullSpeaker { speaker: Speaker { name: "New".into(), ..Speaker::default() }, ..FullSpeaker::default() };
    let made = team(&kit, move |tx, ctx| create_speaker(tx, ctx, "seoul", &fresh)).await.unwrap();
    let (code, batch) = (made.code.clone(), made.batch.unwrap());
    let mut session = back.full_session("opening").unwrap();
    session.session.parts.push(Part { speaker: made.code.clone(), role: Role::Host });
    let version = back.versions.sessions["opening"];
    team(&kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("opening", version), &session)).await.unwrap();
    assert_eq!(team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap().kept, [code]);
}

async fn many_speakers_go_and_those_who_are_needed_stay(kit: TestKit) {
    imported(&kit).await;
    let fresh = |name: &str| FullSpeaker { speaker: Speaker { name: name.into(), ..Speaker::default() }, ..FullSpeaker::default() };
    let mut codes = vec!["kim".to_owned(), "nobody".to_owned(), "lee".to_owned()];
    for name in ["Ahn", "Baek"] {
        let wanted = fresh(name);
        codes.push(team(&kit, move |tx, ctx| create_speaker(tx, ctx, "seoul", &wanted)).await.unwrap().code);
    }
    let (before, asked) = (draft(&kit).await, codes.clone());
    // Whoever is named twice is removed once.
    let twice = [asked.clone(), asked].concat();
    let done = team(&kit, move |tx, ctx| delete_speakers(tx, ctx, "seoul", &twice)).await.unwrap();
    assert_eq!((done.removed, done.gone), (2, 4), "{done:?}");
    assert_eq!(done.kept, ["kim", "lee", "kim", "lee"]);
    let now = draft(&kit).await;
    assert_eq!(now.programme.sessions, before.programme.sessions, "nobody is taken off a session");
    assert!(now.full_speaker(&codes[3]).is_none() && now.full_speaker(&codes[4]).is_none() && now.full_speaker("kim").is_some());
    let batch = done.batch.unwrap();
    let other = kit.ctx(Who::Visitor);
    let hidden = kit.store.write(move |tx| undo(tx, &other, "seoul", batch)).await;
    assert!(matches!(hidden, Err(EditError::Programme(ProgrammeError::NoConference(_)))), "{hidden:?}");
    assert_eq!(team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap().done, 2);
    assert_eq!(draft(&kit).await.programme, before.programme);
    let needed = vec!["kim".to_owned()];
    let done = team(&kit, move |tx, ctx| delete_speakers(tx, ctx, "seoul", &needed)).await.unwrap();
    assert_eq!((done.removed, done.batch), (0, None));
}

async fn imports_and_hands_do_not_overwrite_each_other(kit: TestKit) {
    let full = imported(&kit).await.full_session("opening").unwrap();
    let mine = retitled(&full, "By hand");
    team(&kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("opening", 1), &mine)).await.unwrap();
    team(&kit, |tx, ctx| delete_session(tx, ctx, "seoul", ("rejected", 1))).await.unwrap();
    let mut newer = source();
    newer.sessions[0].title = Text::of("en", "By the source");
    newer.sessions[0].language = Some("ko".into());
    newer.sessions[2].title = Text::of("en", "Never ever");
    newer.speakers[0].affiliation = Some("Hangang Labs".into());
    let ctx = kit.ctx(Who::Administrator);
    let report = kit.store.write(move |tx| import(tx, &ctx, "seoul", &newer)).await.unwrap();
    assert_eq!((report.sessions.count(Action::New), report.sessions.count(Action::Changed)), (0, 1));
    let now = draft(&kit).await;
    let opening = now.full_session("opening").unwrap();
    assert_eq!((opening.session.title.pick("en"), opening.session.language.as_deref()), ("By hand", Some("ko")));
    assert!(now.full_session("rejected").is_none(), "what was removed by hand stays removed");
    assert_eq!((now.versions.sessions["opening"], now.versions.sessions["panel"], now.versions.speakers["kim"]), (3, 1, 2));
    let edits = history(&kit, "opening").await;
    assert_eq!((edits[0].action, edits[0].changes.len(), edits[0].changes[0].field.as_str()), (EditAction::Import, 1, "language"));
    // Whoever had the form open before the import hears of it.
    let stale = retitled(&opening, "Late");
    let refused = team(&kit, move |tx, ctx| edit_session(tx, ctx, "seoul", ("opening", 2), &stale)).await;
    assert!(matches!(refused, Err(EditError::Stale { version: 3, .. })));
    // What an import did can be taken back, and is then an edit of ours, which the next import keeps.
    let batch = edits[0].batch;
    assert_eq!(team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap().done, 2);
    let all = team(&kit, |tx, ctx| conference_history(tx, ctx, "seoul", None, 100)).await.unwrap();
    assert_eq!(all.len(), 6);
    let before = all[1].id;
    let rest = team(&kit, move |tx, ctx| conference_history(tx, ctx, "seoul", Some(before), 100)).await.unwrap();
    assert_eq!(rest, all[2..]);
}

}
