//! The audit on both stores.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use madang_audit::{Act, AuditError, Filter, MIGRATIONS, STATEMENTS, list, record, verify};
use madang_context::Who;
use madang_store::{Migration, StoreError, params};
use madang_testkit::{TestKit, both_stores};
use serde_json::json;

static ALL: &[&[Migration]] = &[MIGRATIONS];

/// What somebody would do who holds the database and wants to be forgotten.
mod thief {
    madang_store::statements! {
        /// What a thief would like to do.
        CHANGE = "UPDATE audit_record SET detail = '{}' WHERE seq = $1";
        /// Takes a record out.
        TAKE_OUT = "DELETE FROM audit_record WHERE seq = $1";
        /// Puts a forged one in its place, with the seal of the old one.
        FORGE = "INSERT INTO audit_record (seq, at, who, origin, request, action, conference_id, object, detail, hash)
            SELECT seq - 1, at, who, origin, request, action, conference_id, object, detail, $2 FROM audit_record WHERE seq = $1";
    }
}

fn act(number: usize) -> Act {
    Act { action: "test.act", conference: None, object: number.to_string(), detail: json!({ "n": number }) }
}

async fn add(kit: &TestKit, count: usize) {
    for number in 0..count {
        let ctx = kit.ctx(Who::Administrator);
        kit.store.write::<_, StoreError, _>(move |tx| record(tx, &ctx, &act(number))).await.unwrap();
    }
}

both_stores! { ALL;

async fn every_statement_is_understood(kit: TestKit) {
    kit.store.read::<_, StoreError, _>(|tx| {
        STATEMENTS.iter().copied().flatten().try_for_each(|statement| tx.prepare(statement))
    }).await.unwrap();
}

async fn an_audit_is_whole_and_can_be_read(kit: TestKit) {
    assert_eq!(kit.store.read(verify).await.unwrap().records, 0);
    add(&kit, 5).await;
    let whole = kit.store.read(verify).await.unwrap();
    assert_eq!((whole.records, whole.head.len()), (5, 64));
    let newest = kit.store.read(|tx| list(tx, &Filter { before: Some(4), ..Filter::default() }, 2)).await.unwrap();
    assert_eq!(newest.iter().map(|record| record.seq).collect::<Vec<_>>(), [3, 2]);
    assert_eq!((newest[0].who.as_str(), newest[0].origin.as_str(), newest[0].object.as_str()), ("administrator", "command line", "2"));
}

async fn records_that_are_made_at_once_stand_in_a_row(kit: TestKit) {
    let many: Vec<_> = (0..24).map(|number| {
        let (store, ctx) = (kit.store.clone(), kit.ctx(Who::System));
        tokio::spawn(async move { store.write::<_, StoreError, _>(move |tx| record(tx, &ctx, &act(number))).await })
    }).collect();
    for one in many {
        one.await.unwrap().unwrap();
    }
    assert_eq!(kit.store.read(verify).await.unwrap().records, 24);
}

async fn an_act_that_was_not_done_is_not_recorded(kit: TestKit) {
    let ctx = kit.ctx(Who::System);
    let failed = kit.store.write::<(), StoreError, _>(move |tx| {
        record(tx, &ctx, &act(1))?;
        tx.expect_rows(&thief::TAKE_OUT, params![99_i64], 1)
    });
    assert!(failed.await.is_err());
    assert_eq!(kit.store.read(verify).await.unwrap().records, 0);
}

async fn a_record_is_never_changed(kit: TestKit) {
    add(&kit, 3).await;
    let changed = kit.store.write::<_, StoreError, _>(|tx| tx.execute(&thief::CHANGE, params![2_i64])).await;
    assert!(changed.is_err());
    assert_eq!(kit.store.read(verify).await.unwrap().records, 3);
}

async fn what_was_taken_out_or_forged_is_noticed(kit: TestKit) {
    add(&kit, 4).await;
    let old = kit.store.read(|tx| list(tx, &Filter::default(), 10)).await.unwrap();
    // The last one goes: its seal was noted at the head.
    kit.store.write::<_, StoreError, _>(|tx| tx.execute(&thief::TAKE_OUT, params![4_i64])).await.unwrap();
    assert!(matches!(kit.store.read(verify).await, Err(AuditError::CutOff { found: 3, expected: 4 })));
    // One in the middle goes, and another takes its place under its own seal.
    kit.store.write::<_, StoreError, _>(|tx| tx.execute(&thief::TAKE_OUT, params![2_i64])).await.unwrap();
    assert!(matches!(kit.store.read(verify).await, Err(AuditError::Broken(3))));
    let seal = old[2].hash;
    kit.store.write::<_, StoreError, _>(move |tx| tx.execute(&thief::FORGE, params![3_i64, seal[..]])).await.unwrap();
    assert!(matches!(kit.store.read(verify).await, Err(AuditError::Broken(2))));
}

}
