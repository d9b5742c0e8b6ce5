//! Statements and tables of the whole program, on both engines.

use std::{fs, path::Path};

use madang_store::{Statement, StoreError, describe};
use madang_testkit::both_stores;

use crate::ground::MIGRATIONS;

/// Every SQL statement of the program.
static STATEMENTS: &[&[&[&Statement]]] = &[
    madang_store::STATEMENTS,
    madang_audit::STATEMENTS,
    madang_web::STATEMENTS,
    madang_jobs::STATEMENTS,
    madang_mail::STATEMENTS,
    madang_files::STATEMENTS,
    madang_people::STATEMENTS,
    madang_conference::STATEMENTS,
    madang_team::STATEMENTS,
    madang_programme::STATEMENTS,
    madang_webhooks::STATEMENTS,
];

both_stores! { MIGRATIONS;

async fn every_statement_is_understood(kit: TestKit) {
    let all = || STATEMENTS.iter().copied().flatten().copied().flatten().copied();
    assert!(all().count() > 100, "the list has lost its parts");
    kit.store.read(move |tx| all().try_for_each(|statement| tx.prepare(statement))).await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

/// Migrations add up to the structure that is committed. `MADANG_WRITE_SCHEMA=1 cargo test schema` writes it anew.
async fn the_structure_is_the_committed_one(kit: TestKit) {
    let found = kit.store.read(describe).await.expect("the structure can be told");
    let file = format!("schema/{}.txt", kit.store.engine());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
    if std::env::var_os("MADANG_WRITE_SCHEMA").is_some() {
        fs::write(&path, &found).expect("the snapshot can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, committed, "{file} is not what the migrations make; see this test's comment");
}

/// What is public under more than one name would be two things.
async fn migrations_have_names_of_their_own(kit: TestKit) {
    let mut ids: Vec<&str> = MIGRATIONS.iter().copied().flatten().map(|migration| migration.id).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
    assert!(kit.store.is_migrated(MIGRATIONS).await.unwrap_or(false));
}

}
