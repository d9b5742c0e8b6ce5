//! A backup is one consistent file, and restores on either engine.

use std::sync::Arc;

use madang_context::SystemRandomness;
use madang_programme::{draft_conflicts, import};
use madang_sample::{SampleSize, sample};
use madang_store::StoreError;
use madang_testkit::{TestKit, both_stores};

use crate::{
    backup::{backup, restore},
    command::Place,
    config::Config,
    ground::{Ground, MIGRATIONS},
};

fn ground(kit: &TestKit) -> Ground {
    let place = Place { data: Some(kit.path("data")), ..Place::default() };
    let mut config = Config::read(&place, "unused").expect("the usual configuration is right");
    config.database = kit.config.database.clone();
    std::fs::create_dir_all(&config.data).expect("a data folder");
    let ids = Arc::new(madang_context::Ids::new(SystemRandomness));
    Ground { config, store: kit.store.clone(), clock: kit.clock.clone(), ids }
}

fn fill(ground: &Ground) {
    let size = SampleSize { sessions: 40, speakers: 50, rooms: 4, days: 2 };
    let (ctx, programme) = (ground.ctx(), sample(size, jiff::civil::date(2026, 12, 1), 7));
    ground
        .store
        .write_blocking(move |tx| import(tx, &ctx, "sample", &programme))
        .expect("the sample comes in");
    std::fs::create_dir_all(ground.config.data.join("files/ab")).expect("a folder");
    std::fs::write(ground.config.data.join("files/ab/cd"), b"a picture").expect("a file");
}

fn count(ground: &Ground) -> usize {
    let read = ground.store.read_blocking(|tx| {
        let all = madang_conference::all(tx)?;
        Ok::<_, StoreError>(match all.first() {
            Some(conference) => draft_conflicts(tx, conference)?.0.programme.sessions.len(),
            None => 0,
        })
    });
    read.expect("the draft can be read")
}

both_stores! { MIGRATIONS;

async fn what_was_lost_comes_back(kit: TestKit) {
    tokio::task::spawn_blocking(move || {
        let (ground, file) = (ground(&kit), kit.path("all.madang"));
        fill(&ground);
        let key = ground.key().expect("a key");
        backup(&ground, &file).expect("the backup is written");
        assert!(backup(&ground, &file).is_err(), "a backup is never overwritten");
        std::fs::remove_dir_all(ground.config.data.join("files")).expect("the files are lost");
        assert!(restore(&ground, &file, false).is_err(), "what is there is not replaced unasked");
        restore(&ground, &file, true).expect("the backup is restored");
        assert_eq!(count(&ground), 40);
        assert_eq!(std::fs::read(ground.config.data.join("files/ab/cd")).expect("the file is back"), b"a picture");
        assert_eq!(ground.key().expect("a key"), key);
    }).await.expect("the test runs");
}

async fn a_damaged_backup_changes_nothing(kit: TestKit) {
    tokio::task::spawn_blocking(move || {
        let (ground, file) = (ground(&kit), kit.path("all.madang"));
        fill(&ground);
        backup(&ground, &file).expect("the backup is written");
        let whole = std::fs::read(&file).expect("it is there");
        for end in [0, 20, whole.len() / 2, whole.len() - 9] {
            let part = kit.path("part.madang");
            std::fs::write(&part, &whole[..end]).expect("a part");
            assert!(restore(&ground, &part, true).is_err(), "{end} bytes of {}", whole.len());
            assert_eq!(count(&ground), 40);
        }
    }).await.expect("the test runs");
}

/// Rows that belong together are in the backup together, while others write.
async fn a_backup_is_one_moment(kit: TestKit) {
    tokio::task::spawn_blocking(move || {
        let (ground, file) = (ground(&kit), kit.path("all.madang"));
        fill(&ground);
        let (store, ctx) = (ground.store.clone(), ground.ctx());
        let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let writer = std::thread::spawn(move || {
            let mut writes = 0;
            while !stopped.load(std::sync::atomic::Ordering::Relaxed) {
                let size = SampleSize { sessions: 5, speakers: 5, rooms: 1, days: 1 };
                let programme = sample(size, jiff::civil::date(2026, 12, 1), writes);
                let (ctx, slug) = (ctx.clone(), format!("more-{writes}"));
                store.write_blocking(move |tx| import(tx, &ctx, &slug, &programme)).expect("a write");
                writes += 1;
            }
        });
        backup(&ground, &file).expect("the backup is written");
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        writer.join().expect("the writer ends");
        // Foreign keys would refuse half a conference.
        restore(&ground, &file, true).expect("the backup is whole");
    }).await.expect("the test runs");
}

}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_server_grows_up() {
    let (small, large) = (TestKit::sqlite(MIGRATIONS), TestKit::postgres(MIGRATIONS).await);
    tokio::task::spawn_blocking(move || {
        let (from, to, file) = (ground(&small), ground(&large), small.path("all.madang"));
        fill(&from);
        backup(&from, &file).expect("the backup is written");
        restore(&to, &file, false).expect("PostgreSQL takes what SQLite had");
        assert_eq!(count(&to), 40);
    })
    .await
    .expect("the test runs");
}
