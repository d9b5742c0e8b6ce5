//! How often pages of a programme are opened: counted in memory, kept in the store now and then.
//!
//! Only a number for each day: no address, no cookie, nothing of the person. The team's own looks do not count. What was
//! counted since it was last kept is lost when the machine fails: a minute of figures, not of work.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::{ToSpan as _, civil::Date};
use madang_conference::{Conference, ConferenceId};
use madang_context::{Ctx, Power};
use madang_store::{Store, StoreError, Tx};

use crate::store;

/// How often what was counted should be kept.
pub const KEEP_VISITS_EVERY: Duration = Duration::from_secs(60);

/// Pages that were opened and are not in the store yet.
#[derive(Default)]
pub(crate) struct Counted(Mutex<HashMap<(ConferenceId, Date), i64>>);

impl Counted {
    /// Counts a page that somebody opened, unless they are of its team.
    pub(crate) fn count(&self, ctx: &Ctx, conference: &Conference, day: Date) {
        if !conference.lets(ctx, Power::View) {
            let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *pages.entry((conference.id, day)).or_default() += 1;
        }
    }

    /// Adds what was counted to the store. What cannot be kept is counted on.
    pub(crate) async fn keep(&self, store: &Store) -> Result<(), StoreError> {
        let counted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if counted.is_empty() {
            return Ok(());
        }
        let pages = counted.clone();
        let write = store.write(move |tx| {
            // Where a conference has gone meanwhile, its visits go with it.
            let known: Vec<ConferenceId> =
                madang_conference::all(tx)?.into_iter().map(|one| one.id).collect();
            for ((conference, day), pages) in pages.into_iter().filter(|((id, _), _)| known.contains(id)) {
                store::add_visits(tx, conference, day, pages)?;
            }
            Ok::<_, StoreError>(())
        });
        let kept = write.await;
        if kept.is_err() {
            let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, count) in counted {
                *pages.entry(key).or_default() += count;
            }
        }
        kept
    }
}

/// Pages that were opened on each of the last `days` days, the earliest first, today last; every day stands in it.
pub fn visits(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    today: Date,
    days: u8,
) -> Result<Vec<(Date, i64)>, StoreError> {
    let first = today.saturating_sub((i64::from(days) - 1).days());
    let kept = store::visits(tx, conference, first)?;
    let pages = |day: Date| kept.iter().find(|(one, _)| *one == day).map_or(0, |(_, pages)| *pages);
    let all = (0..i64::from(days)).map(|ahead| first.saturating_add(ahead.days()));
    Ok(all.map(|day| (day, pages(day))).collect())
}
