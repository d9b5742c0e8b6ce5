use madang_context::Who;
use madang_store::{DumpError, StoreError, describe, load, params, write_dump};
use madang_testkit::{TestKit, both_stores};

use super::{units::room, *};

async fn dump(kit: &TestKit) -> Vec<u8> {
    kit.store
        .read(|tx| {
            let mut out = Vec::new();
            write_dump(tx, &mut out)?;
            Ok::<_, DumpError>(out)
        })
        .await
        .unwrap()
}

async fn fill(kit: &TestKit) {
    let ctx = kit.ctx(Who::System);
    let ids: Vec<_> = (0..20).map(|_| ctx.id()).collect();
    kit.store
        .write(move |tx| {
            for (number, id) in ids.iter().enumerate() {
                room(tx, *id, &format!("Salle « {number} » \"quoted\" 회의실\n"), 5)?;
                tx.expect_rows(&INSERT_CHAIR, params![*id, number as i64], 1)?;
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
}

both_stores! { MIGRATIONS;

async fn a_dump_loads_into_the_same_engine(kit: TestKit) {
    fill(&kit).await;
    let before = dump(&kit).await;
    let text = before.clone();
    let rows = kit.store.write(move |tx| load(tx, &mut text.as_slice())).await.unwrap();
    assert_eq!(rows, 40);
    assert_eq!(String::from_utf8(dump(&kit).await).unwrap(), String::from_utf8(before).unwrap());
}

async fn a_cut_off_dump_changes_nothing(kit: TestKit) {
    fill(&kit).await;
    let before = dump(&kit).await;
    for end in [0, 10, before.len() / 2, before.len() - 3] {
        let part = before[..end].to_vec();
        let failed = kit.store.write(move |tx| load(tx, &mut part.as_slice())).await;
        assert!(matches!(failed, Err(DumpError::Text { .. })), "{failed:?}");
    }
    assert_eq!(dump(&kit).await, before);
}

async fn the_structure_is_described(kit: TestKit) {
    let text = kit.store.read(describe).await.unwrap();
    assert!(text.contains("room") && text.contains("chair"), "{text}");
}

}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dump_of_sqlite_loads_into_postgres_and_back() {
    let (small, large) = (TestKit::sqlite(MIGRATIONS), TestKit::postgres(MIGRATIONS).await);
    fill(&small).await;
    let before = dump(&small).await;
    let text = before.clone();
    large.store.write(move |tx| load(tx, &mut text.as_slice())).await.unwrap();
    let there = dump(&large).await;
    let back = there.clone();
    small.store.write(move |tx| load(tx, &mut back.as_slice())).await.unwrap();
    // Both name the tables in their own order of equals; the rows are what counts.
    let sorted = |dump: &[u8]| {
        let mut lines: Vec<String> =
            String::from_utf8(dump.to_vec()).unwrap().lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&dump(&small).await), sorted(&before));
    assert_eq!(sorted(&there), sorted(&before));
    // Each still knows what was applied to it itself.
    for kit in [small, large] {
        let again = tokio::task::spawn_blocking(move || {
            let now = kit.ctx(Who::System).now;
            kit.store.migrate(MIGRATIONS, now).map(|report| report.applied)
        });
        assert_eq!(again.await.unwrap().unwrap(), Vec::<&str>::new());
    }
}
