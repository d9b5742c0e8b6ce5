//! Conferences on both stores.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use madang_conference::{
    MIGRATIONS, STATEMENTS, Sheet, Visibility, apply_sheet, by_slug, pages, read_sheet, rooms, walks,
};
use madang_context::Who;
use madang_store::{Migration, StoreError};
use madang_testkit::both_stores;

static ALL: &[&[Migration]] = &[madang_audit::MIGRATIONS, MIGRATIONS];

const SHEET: &str = r##"
name = { en = "Seoul Week", ko = "서울 주간" }
zone = "Asia/Seoul"
first_day = "2026-11-22"
last_day = "2026-11-24"
day_starts = "04:00"
opens = "09:00"
closes = "25:30"
languages = ["en", "ko"]
visibility = "public"
colour = "#1b4d8a"

[rooms.hall]
name = "Hall"
capacity = 300
area = "north"

[[walks]]
between = ["south", "north"]
minutes = 8

[[pages]]
slug = "travel"
title = "Travel"
body = "Take the **train**."
"##;

both_stores! { ALL;

async fn every_statement_is_understood(kit: TestKit) {
    kit.store.read(|tx| STATEMENTS.iter().copied().flatten().try_for_each(|statement| tx.prepare(statement))).await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

async fn a_sheet_makes_a_conference_and_changes_it(kit: TestKit) {
    let ctx = kit.ctx(Who::Administrator);
    let sheet = read_sheet(SHEET).unwrap();
    let made = kit.store.write(move |tx| apply_sheet(tx, &ctx, "seoul", &sheet)).await.unwrap();
    assert_eq!(made.visibility, Visibility::Public);
    assert_eq!(made.hours_minutes, Some((540, 1_530)));
    assert_eq!(made.name.pick("ko"), "서울 주간");

    let ctx = kit.ctx(Who::Administrator);
    let change = read_sheet("city = \"Seoul\"\n[rooms.hall]\ncapacity = 280\n[rooms.lounge]").unwrap();
    let changed = kit.store.write(move |tx| apply_sheet(tx, &ctx, "seoul", &change)).await.unwrap();
    assert!(changed.revision > made.revision);
    assert_eq!(changed.name, made.name);
    let (rooms, pages, walks) = kit.store.read(move |tx| {
        Ok::<_, StoreError>((rooms(tx, made.id)?, pages(tx, made.id)?, walks(tx, made.id)?))
    }).await.unwrap();
    assert_eq!(rooms.iter().map(|room| (room.slug.as_str(), room.capacity)).collect::<Vec<_>>(), [("hall", Some(280)), ("lounge", None)]);
    assert_eq!((pages.len(), walks[0].from.as_str(), walks[0].minutes), (1, "north", 8));
}

async fn a_visitor_may_not(kit: TestKit) {
    let ctx = kit.ctx(Who::Visitor);
    let refused = kit.store.write(move |tx| apply_sheet(tx, &ctx, "seoul", &Sheet::default())).await;
    assert_eq!(refused.unwrap_err().to_string(), "your role does not allow this");
}

async fn days_that_run_backwards_leave_nothing(kit: TestKit) {
    let ctx = kit.ctx(Who::Administrator);
    let sheet = read_sheet("name = \"X\"\nzone = \"UTC\"\nfirst_day = \"2026-11-22\"\nlast_day = \"2026-11-21\"").unwrap();
    assert!(kit.store.write(move |tx| apply_sheet(tx, &ctx, "x", &sheet)).await.is_err());
    let found = kit.store.read(|tx| by_slug(tx, "x")).await.unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert!(found.is_none());
}

}
