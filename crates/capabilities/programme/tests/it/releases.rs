use madang_conference::by_slug;
use madang_context::{Ctx, Who};
use madang_programme::{
    Announcement, ChangeKind, ConflictKind, Level, Levels, ProgrammeError, Release, import, latest_release,
    release, set_levels,
};
use madang_store::StoreError;
use madang_testkit::{TestKit, both_stores};
use madang_text::Texts;

use super::*;

async fn made(kit: &TestKit) {
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write(move |tx| import(tx, &ctx, "seoul", &source())).await.unwrap();
}

async fn released(kit: &TestKit, ctx: Ctx) -> Result<Release, ProgrammeError> {
    kit.store
        .write(move |tx| release(tx, &ctx, "seoul", "for the press", None))
        .await
        .map(|done| done.release)
}

madang_store::statements! {
    /// What nobody may do.
    EDIT_RELEASE = "UPDATE release SET note = 'other' WHERE number = $1";
}

both_stores! { ALL;

async fn the_public_sees_the_latest_release_and_nothing_else(kit: TestKit) {
    made(&kit).await;
    let first = released(&kit, kit.ctx(Who::Administrator)).await.unwrap();
    assert_eq!((first.number, first.note.as_str()), (1, "for the press"));
    assert_eq!(first.changes.iter().map(|change| (change.kind, change.session.as_str())).collect::<Vec<_>>(),
        [(ChangeKind::New, "opening"), (ChangeKind::New, "panel")]);
    let (release, programme) = kit.store.read(|tx| {
        let conference = by_slug(tx, "seoul")?.expect("it was made");
        latest_release(tx, &conference)
    }).await.unwrap().unwrap();
    assert_eq!(release, first);
    let text = serde_json::to_string(&programme).unwrap();
    assert!(!text.contains("Never") && !text.contains("Undecided") && !text.contains("example.org"), "{text}");
}

async fn two_at_once_become_two_in_order(kit: TestKit) {
    made(&kit).await;
    let both: Vec<_> = (0..2).map(|_| {
        let (store, ctx) = (kit.store.clone(), kit.ctx(Who::Administrator));
        tokio::spawn(async move { store.write(move |tx| release(tx, &ctx, "seoul", "", None)).await.map(|done| done.release) })
    }).collect();
    let mut releases = Vec::new();
    for one in both {
        releases.push(one.await.unwrap().unwrap());
    }
    releases.sort_by_key(|release| release.number);
    assert_eq!(releases.iter().map(|release| (release.number, release.changes.len())).collect::<Vec<_>>(), [(1, 2), (2, 0)]);
}

async fn a_release_is_never_changed(kit: TestKit) {
    made(&kit).await;
    released(&kit, kit.ctx(Who::Administrator)).await.unwrap();
    let changed = kit.store.write(|tx| tx.execute(&EDIT_RELEASE, madang_store::params![1_i64])).await;
    assert!(matches!(&changed, Err(error @ StoreError::Statement { .. }) if error.to_string().contains("never changed"))
        || matches!(&changed, Err(StoreError::Constraint { message, .. }) if message.contains("never changed")), "{changed:?}");
}

async fn what_the_host_blocks_is_not_released(kit: TestKit) {
    made(&kit).await;
    let mut clash = source();
    clash.sessions[1].slot = clash.sessions[0].slot.clone();
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write(move |tx| {
        import(tx, &ctx, "seoul", &clash)?;
        let conference = by_slug(tx, "seoul")?.expect("it was made");
        set_levels(tx, &ctx, &conference, &Levels::from([(ConflictKind::RoomTaken, Level::Block)]))
    }).await.unwrap();
    let refused = released(&kit, kit.ctx(Who::Administrator)).await;
    assert!(matches!(refused, Err(ProgrammeError::Blocked(1))), "{refused:?}");
}

async fn speakers_hear_of_what_concerns_them(kit: TestKit) {
    made(&kit).await;
    let announcement = Announcement { texts: Texts::embedded(), site: "https://c.example/seoul".into() };
    let (ctx, told) = (kit.ctx(Who::Administrator), announcement.clone());
    let first = kit.store.write(move |tx| release(tx, &ctx, "seoul", "", Some(&told))).await.unwrap();
    // The third speaker's only session was rejected.
    assert_eq!(first.queued, 2);
    let letters = kit.store.read(|tx| madang_mail::list(tx, &madang_mail::Filter::default(), 10)).await.unwrap();
    let lee = letters.iter().find(|letter| letter.to.contains("lee@example.org")).unwrap();
    assert!(lee.text.contains("Panel") && lee.text.contains("https://c.example/seoul/sessions/panel"), "{}", lee.text);
    assert!(!lee.text.contains("Opening"));
    let ctx = kit.ctx(Who::Administrator);
    let again = kit.store.write(move |tx| release(tx, &ctx, "seoul", "", Some(&announcement))).await.unwrap();
    assert_eq!(again.queued, 0);
}

async fn a_visitor_may_not_release(kit: TestKit) {
    made(&kit).await;
    // For somebody without a role there, the conference does not exist.
    let refused = released(&kit, kit.ctx(Who::Visitor)).await;
    assert!(matches!(refused, Err(ProgrammeError::NoConference(_))));
}

}
