use madang_conference::{by_slug, read_sheet, rooms};
use madang_context::{Ctx, Who};
use madang_interchange::model::{Programme, State, Text};
use madang_programme::{
    Action, ConflictKind, ImportReport, ProgrammeError, apply_sheet_to_programme, draft_conflicts, import,
    preview_import,
};
use madang_testkit::{TestKit, both_stores};

use super::*;

async fn import_into(kit: &TestKit, ctx: Ctx, programme: Programme) -> Result<ImportReport, ProgrammeError> {
    kit.store.write(move |tx| import(tx, &ctx, "seoul", &programme)).await
}

async fn dump(kit: &TestKit) -> Vec<u8> {
    kit.store
        .read(|tx| {
            let mut out = Vec::new();
            madang_store::write_dump(tx, &mut out)?;
            Ok::<_, madang_store::DumpError>(out)
        })
        .await
        .unwrap()
}

both_stores! { ALL;

async fn a_programme_comes_in_whole(kit: TestKit) {
    let report = import_into(&kit, kit.ctx(Who::Administrator), source()).await.unwrap();
    assert!(report.created);
    assert_eq!(report.sessions.count(Action::New), 3);
    let draft = kit.store.read(|tx| {
        let conference = by_slug(tx, "seoul")?.expect("it was made");
        let (draft, conflicts) = draft_conflicts(tx, &conference)?;
        assert_eq!((conference.first_day.to_string(), conference.last_day.to_string()), ("2026-11-22".into(), "2026-11-22".into()));
        assert_eq!(conflicts, []);
        Ok::<_, StoreError>(draft)
    }).await.unwrap();
    assert_eq!(draft.programme.rooms.iter().map(|room| room.key.as_str()).collect::<Vec<_>>(), ["hall", "room"]);
    let panel = draft.programme.sessions.iter().find(|session| session.key == "panel").unwrap();
    assert_eq!(panel.parts.iter().map(|part| part.speaker.as_str()).collect::<Vec<_>>(), ["lee", "kim"]);
    assert_eq!(panel.slot.as_ref().unwrap().room.as_deref(), Some("room"));
    assert_eq!(draft.programme.sessions.iter().find(|session| session.key == "rejected").unwrap().state, State::Rejected);
}

async fn a_preview_changes_nothing_and_tells_the_same(kit: TestKit) {
    let before = dump(&kit).await;
    let ctx = kit.ctx(Who::Administrator);
    let preview = kit.store.read(move |tx| preview_import(tx, &ctx, "seoul", &source())).await.unwrap();
    assert_eq!(dump(&kit).await, before);
    let report = import_into(&kit, kit.ctx(Who::Administrator), source()).await.unwrap();
    assert_eq!(preview, report);
}

async fn importing_again_changes_nothing(kit: TestKit) {
    import_into(&kit, kit.ctx(Who::Administrator), source()).await.unwrap();
    let report = import_into(&kit, kit.ctx(Who::Administrator), source()).await.unwrap();
    assert!(!report.created);
    assert_eq!(report.conference_changes, []);
    for items in [&report.rooms, &report.tracks, &report.speakers, &report.sessions] {
        assert_eq!(items.count(Action::Same), items.items.len(), "{items:?}");
    }
}

async fn what_the_source_changes_changes_here(kit: TestKit) {
    import_into(&kit, kit.ctx(Who::Administrator), source()).await.unwrap();
    let mut newer = source();
    newer.sessions[0].title = Text::of("en", "Grand opening");
    newer.sessions[1].slot = None;
    newer.sessions.remove(2);
    newer.speakers.remove(2);
    newer.rooms.remove(1);
    let report = import_into(&kit, kit.ctx(Who::Administrator), newer.clone()).await.unwrap();
    assert_eq!(report.sessions.count(Action::Changed), 2);
    assert_eq!(report.conflicts.iter().map(|conflict| conflict.kind).collect::<Vec<_>>(), [ConflictKind::Unscheduled]);
    let (draft, rooms) = kit.store.read(|tx| {
        let conference = by_slug(tx, "seoul")?.expect("it was made");
        Ok::<_, StoreError>((draft_conflicts(tx, &conference)?.0, rooms(tx, conference.id)?))
    }).await.unwrap();
    let of = |key: &str| draft.programme.sessions.iter().find(|session| session.key == key).unwrap();
    assert_eq!(of("opening").title.pick("en"), "Grand opening");
    assert_eq!(of("panel").slot, None);
    assert_eq!(rooms.len(), 1);
    let again = import_into(&kit, kit.ctx(Who::Administrator), newer).await.unwrap();
    assert_eq!(again.sessions.count(Action::Same), again.sessions.items.len(), "{again:?}");
}

async fn a_sheet_tells_who_comes_and_who_cannot(kit: TestKit) {
    import_into(&kit, kit.ctx(Who::Administrator), source()).await.unwrap();
    let apply = |toml: &'static str| {
        let (store, ctx) = (kit.store.clone(), kit.ctx(Who::Administrator));
        async move {
            store.write(move |tx| {
                let conference = by_slug(tx, "seoul")?.expect("it was made");
                apply_sheet_to_programme(tx, &ctx, &conference, &read_sheet(toml).unwrap())?;
                Ok::<_, ProgrammeError>(draft_conflicts(tx, &conference)?.1)
            }).await
        }
    };
    let found = apply("[sessions.opening]\naudience = 350\n[speakers.kim]\nabsent = [[\"2026-11-22T10:15\", \"2026-11-22T10:30\"]]").await.unwrap();
    let found: Vec<_> = found.iter().map(|conflict| (conflict.kind, conflict.sessions[0].as_str(), conflict.amount)).collect();
    assert_eq!(found, [(ConflictKind::SpeakerAbsent, "opening", 15), (ConflictKind::RoomTooSmall, "opening", 50)]);
    let error = apply("[speakers.nobody]\nabsent = []").await.unwrap_err();
    assert_eq!(error.to_string(), "speakers.nobody: there is no speaker of this code");
}

async fn a_visitor_may_not_import(kit: TestKit) {
    let refused = import_into(&kit, kit.ctx(Who::Visitor), source()).await;
    assert!(matches!(refused, Err(ProgrammeError::Forbidden)));
}

async fn a_source_without_a_zone_is_refused_in_words(kit: TestKit) {
    let mut nowhere = source();
    nowhere.conference.zone = None;
    let error = import_into(&kit, kit.ctx(Who::Administrator), nowhere).await.unwrap_err();
    assert_eq!(error.to_string(), "the source does not tell the conference's time zone; name it with --zone");
}

}
