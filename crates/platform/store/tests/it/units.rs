use std::time::Duration;

use madang_context::{Id, Who};
use madang_store::{ConstraintKind, Engine, Store, StoreError, Tx, params, row};
use madang_testkit::{TestKit, both_stores};

use super::*;

pub(crate) fn room(tx: &mut Tx<'_>, id: Id, name: &str, seats: i64) -> Result<(), StoreError> {
    tx.expect_rows(&INSERT_ROOM, params![id, name, seats, true, Option::<String>::None], 1)
}

async fn count(store: &Store) -> i64 {
    store
        .read(|tx| tx.query_one(&ROOM_COUNT, params![], |row| row.get(0)))
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

both_stores! { MIGRATIONS;

async fn what_is_written_is_read(kit: TestKit) {
    let id = kit.ctx(Who::System).id();
    kit.store.write(move |tx| room(tx, id, "마당", 12)).await.unwrap();
    let rooms: Vec<(Id, String, i64, bool, Option<String>)> = kit.store.read(|tx| {
        tx.query(&ROOMS, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
    }).await.unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(rooms, [(id, "마당".to_owned(), 12, true, None)]);
}

async fn parameters_are_numbered_not_counted(kit: TestKit) {
    let id = kit.ctx(Who::System).id();
    let left: i64 = kit.store.write(move |tx| {
        room(tx, id, "Hall", 1)?;
        tx.expect_rows(&SET_SEATS, params!["Hall", 7_i64], 1)?;
        tx.query_one(&SEATS, params!["Hall"], |row| row.get(0))
    }).await.unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(left, 7);
}

async fn a_failed_unit_leaves_nothing(kit: TestKit) {
    let ctx = kit.ctx(Who::System);
    let (one, two) = (ctx.id(), ctx.id());
    let failed = kit.store.write(move |tx| {
        room(tx, one, "Hall", 1)?;
        room(tx, two, "Hall", 2)
    }).await;
    assert!(matches!(failed, Err(StoreError::Constraint { kind: ConstraintKind::Unique, .. })), "{failed:?}");
    assert_eq!(count(&kit.store).await, 0);
}

async fn a_unit_that_swallows_a_failure_is_not_kept(kit: TestKit) {
    let ctx = kit.ctx(Who::System);
    let (one, two) = (ctx.id(), ctx.id());
    let done = kit.store.write(move |tx| {
        room(tx, one, "Hall", 1)?;
        let _ = room(tx, two, "Hall", 2);
        Ok::<_, StoreError>(())
    }).await;
    assert!(matches!(done, Err(StoreError::Swallowed)), "{done:?}");
    assert_eq!(count(&kit.store).await, 0);
}

async fn a_panic_reaches_the_caller_and_the_store_goes_on(kit: TestKit) {
    let (store, id) = (kit.store.clone(), kit.ctx(Who::System).id());
    let panicked = tokio::spawn(async move {
        store.write::<(), StoreError, _>(move |tx| {
            room(tx, id, "Hall", 1)?;
            panic!("a bug in a unit");
        }).await
    }).await;
    assert!(panicked.unwrap_err().is_panic());
    assert_eq!(count(&kit.store).await, 0);
    kit.store.write(move |tx| room(tx, id, "Hall", 1)).await.unwrap();
    assert_eq!(count(&kit.store).await, 1);
}

async fn rules_of_the_database_have_names(kit: TestKit) {
    let ctx = kit.ctx(Who::System);
    let id = ctx.id();
    let negative = kit.store.write(move |tx| room(tx, id, "Hall", -1)).await;
    assert!(matches!(negative, Err(StoreError::Constraint { kind: ConstraintKind::Check, .. })), "{negative:?}");
    let dangling = kit.store.write(move |tx| tx.expect_rows(&INSERT_CHAIR, params![id, 1_i64], 1)).await;
    assert!(matches!(dangling, Err(StoreError::Constraint { kind: ConstraintKind::ForeignKey, .. })), "{dangling:?}");
    let nul = kit.store.write(move |tx| room(tx, id, "H\0all", 1)).await;
    assert!(matches!(nul, Err(StoreError::Statement { .. })), "{nul:?}");
    let nothing = kit.store.write(move |tx| tx.expect_rows(&TAKE_SEAT, params!["Nowhere"], 1)).await;
    assert!(matches!(nothing, Err(StoreError::RowCount { expected: 1, found: 0, .. })), "{nothing:?}");
}

async fn fifty_at_once_take_ten_seats_and_no_more(kit: TestKit) {
    let id = kit.ctx(Who::System).id();
    kit.store.write(move |tx| room(tx, id, "Hall", 10)).await.unwrap();
    let takers: Vec<_> = (0..50).map(|_| {
        let store = kit.store.clone();
        tokio::spawn(async move { store.write(|tx| tx.execute(&TAKE_SEAT, params!["Hall"])).await })
    }).collect();
    let mut taken = 0;
    for taker in takers {
        taken += taker.await.unwrap().unwrap_or_else(|error: StoreError| panic!("{error}"));
    }
    assert_eq!(taken, 10);
}

async fn many_rows_at_once(kit: TestKit) {
    let ctx = kit.ctx(Who::System);
    let rows: Vec<_> = (0..1_234_i64).map(|number| row![ctx.id(), format!("R{number}"), number, false, Some("x")]).collect();
    let touched = kit.store.write(move |tx| tx.execute_many(&INSERT_ROOM, &rows)).await;
    assert_eq!(touched.unwrap_or_else(|error: StoreError| panic!("{error}")), 1_234);
    assert_eq!(count(&kit.store).await, 1_234);
}

async fn a_second_opening_finds_everything_applied(kit: TestKit) {
    let config = kit.config.clone();
    let id = kit.ctx(Who::System).id();
    kit.store.write(move |tx| room(tx, id, "Hall", 1)).await.unwrap();
    let again = tokio::task::spawn_blocking(move || {
        let store = Store::open(&config).unwrap();
        let report = store.migrate(MIGRATIONS, jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert!(report.applied.is_empty());
        store
    }).await.unwrap();
    assert_eq!(count(&again).await, 1);
    assert!(again.is_migrated(MIGRATIONS).await.unwrap());
}

async fn usage_counts_statements(kit: TestKit) {
    let (found, used) = madang_store::usage::scope(count(&kit.store)).await;
    assert_eq!((found, used.statements), (0, 1));
}

}

/// The negative control of `fifty_at_once_take_ten_seats_and_no_more`: decided on a read and written after, seats are
/// sold twice on an engine that runs units at the same time. (SQLite has one writer, which cannot.)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_first_oversells() {
    let kit = TestKit::postgres(MIGRATIONS).await;
    let id = kit.ctx(Who::System).id();
    kit.store.write(move |tx| room(tx, id, "Hall", 10)).await.unwrap();
    let takers: Vec<_> = (0..24)
        .map(|_| {
            let store = kit.store.clone();
            tokio::spawn(async move {
                store
                    .write(|tx| {
                        let left: i64 = tx.query_one(&SEATS, params!["Hall"], |row| row.get(0))?;
                        std::thread::sleep(Duration::from_millis(20));
                        let sells = left > 0;
                        if sells {
                            tx.expect_rows(&SET_SEATS, params!["Hall", left - 1], 1)?;
                        }
                        Ok::<_, StoreError>(sells)
                    })
                    .await
            })
        })
        .collect();
    let mut sold = 0;
    for taker in takers {
        sold += i32::from(taker.await.unwrap().unwrap());
    }
    assert!(sold > 10, "{sold} sold: the race this is about did not happen");
}

/// Connections die under load; units fail with an error or succeed, and soon all succeed again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_connections_may_be_killed() {
    let kit = TestKit::postgres(MIGRATIONS).await;
    assert_eq!(kit.store.engine(), Engine::Postgres);
    let id = kit.ctx(Who::System).id();
    kit.store.write(move |tx| room(tx, id, "Hall", 1_000_000)).await.unwrap();
    let load: Vec<_> = (0..8)
        .map(|_| {
            let store = kit.store.clone();
            tokio::spawn(async move {
                let mut taken = 0;
                for _ in 0..100 {
                    taken += store.write(|tx| tx.execute(&TAKE_SEAT, params!["Hall"])).await.unwrap_or(0_u64);
                }
                taken
            })
        })
        .collect();
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(15)).await;
        kit.kill_connections().await;
    }
    let mut taken = 0;
    for task in load {
        taken += i64::try_from(task.await.unwrap()).unwrap();
    }
    let left: i64 = kit
        .store
        .read(|tx| tx.query_one(&SEATS, params!["Hall"], |row| row.get(0)))
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    // A commit whose answer was lost may have been kept, so at most as many more are gone as connections were killed.
    assert!(1_000_000 - left >= taken, "{taken} acknowledged, {} gone", 1_000_000 - left);
    for _ in 0..20 {
        kit.store.write(|tx| tx.expect_rows(&TAKE_SEAT, params!["Hall"], 1)).await.unwrap();
    }
}

#[test]
fn sqlite_acknowledges_a_group_together_and_failures_alone() {
    let kit = TestKit::sqlite(MIGRATIONS);
    let ctx = kit.ctx(Who::System);
    let threads: Vec<_> = (0..64_i64)
        .map(|number| {
            let (store, id) = (kit.store.clone(), ctx.id());
            // Every fourth breaks a rule; its neighbours in the group must not notice.
            std::thread::spawn(move || {
                store.write_blocking(move |tx| {
                    room(tx, id, &format!("R{number}"), if number % 4 == 0 { -1 } else { 1 })
                })
            })
        })
        .collect();
    let failed = threads.into_iter().map(|thread| thread.join().unwrap()).filter(Result::is_err).count();
    assert_eq!(failed, 16);
    let kept: i64 = kit
        .store
        .read_blocking(|tx| tx.query_one(&ROOM_COUNT, params![], |row| row.get(0)))
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(kept, 48);
}

#[test]
fn a_changed_or_unknown_migration_is_refused() {
    static CHANGED: &[&[Migration]] = &[&[
        Migration::same("test/0001_room", "CREATE TABLE room (id BYTEA)"),
        Migration::same("test/0002_chair", ""),
        Migration::same("test/0003_chair_of_room", ""),
    ]];
    static OLDER: &[&[Migration]] = &[];
    let kit = TestKit::sqlite(MIGRATIONS);
    let now = jiff::Timestamp::UNIX_EPOCH;
    let changed = kit.store.migrate(CHANGED, now).unwrap_err().to_string();
    assert_eq!(changed, "migration test/0001_room: its text has changed since it was applied");
    let older = kit.store.migrate(OLDER, now).unwrap_err().to_string();
    assert!(older.contains("newer Madang"), "{older}");
}

#[test]
fn a_locked_sqlite_file_refuses_with_words() {
    let error = Store::open(&madang_store::StoreConfig::new(madang_store::Database::Sqlite(
        "/proc/nowhere/x.db".into(),
    )));
    assert!(matches!(error, Err(StoreError::Unavailable(_))));
}
