//! How much of the store a piece of async work has used, for the log line of a request.

use std::{cell::Cell, future::Future};

/// Use of the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Statements run.
    pub statements: u64,
    /// Time inside units of work, in microseconds; without the wait for a connection.
    pub micros: u64,
}

tokio::task_local! {
    static USED: Cell<Usage>;
}

/// Runs `work` and tells what it used of any store. Work that it spawns elsewhere does not count. What is used in a scope
/// inside of another is used in that one too.
pub async fn scope<F: Future>(work: F) -> (F::Output, Usage) {
    let counted = USED.scope(Cell::new(Usage::default()), async {
        let output = work.await;
        (output, USED.with(Cell::get))
    });
    let (output, used) = counted.await;
    add(used);
    (output, used)
}

pub(crate) fn add(used: Usage) {
    // Outside of a scope nobody counts.
    let _ = USED.try_with(|cell| {
        let before = cell.get();
        cell.set(Usage {
            statements: before.statements + used.statements,
            micros: before.micros + used.micros,
        });
    });
}
