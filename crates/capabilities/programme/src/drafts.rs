//! Drafts at hand in memory, so that the team's lists do not read a thousand sessions anew for every page of fifty.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use madang_conference::{Conference, ConferenceId};
use madang_store::{StoreError, Tx};

use crate::{
    actions::outlook::conflicts_of,
    model::{Conflict, Draft, Levels},
    store,
};

/// How many drafts are kept; those that were looked at last.
const KEPT_MAX: usize = 4;

/// A draft with what is wrong with it.
#[derive(Debug, PartialEq)]
pub struct LookedAt {
    /// See [`Draft`].
    pub draft: Draft,
    /// Gravest kind first, then by time; may be empty.
    pub conflicts: Vec<Conflict>,
}

/// Drafts that were looked at lately; a part of the [`App`](madang_web::App). Cheap to clone.
#[derive(Clone, Default)]
pub struct Drafts(Arc<Mutex<Vec<Kept>>>);

/// A draft as it was at one revision.
struct Kept {
    conference: ConferenceId,
    /// Every change counts it up, in the same unit of work; see `madang_conference::touch`.
    revision: i64,
    /// Chosen without a new revision, for it changes nothing that anybody else sees.
    levels: Levels,
    looked_at: Arc<LookedAt>,
}

impl Drafts {
    /// The draft of a conference that was read in this very unit, and its conflicts, as
    /// [`draft_conflicts`](crate::draft_conflicts) has them.
    pub fn look(&self, tx: &mut Tx<'_>, of: &Conference) -> Result<Arc<LookedAt>, StoreError> {
        let levels = store::levels(tx, of.id)?;
        if let Some(known) = self.known(of, &levels) {
            // A change that forgets to count the revision up is found by whatever test comes by.
            #[cfg(debug_assertions)]
            assert_eq!(
                *known,
                read(tx, of, &levels)?,
                "a change of the draft has not counted the revision up"
            );
            return Ok(known);
        }
        let looked_at = Arc::new(read(tx, of, &levels)?);
        let kept =
            Kept { conference: of.id, revision: of.revision, levels, looked_at: Arc::clone(&looked_at) };
        let gone = self.keep(kept);
        // A thousand sessions are given back to memory when nobody waits for it; here, where no thread is to be had.
        if !gone.is_empty() {
            thread::Builder::new().spawn(move || drop(gone)).ok();
        }
        Ok(looked_at)
    }

    /// Puts one at the head; what is kept no longer.
    fn keep(&self, kept: Kept) -> Vec<Kept> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut gone, mut rest): (Vec<Kept>, Vec<Kept>) =
            std::mem::take(&mut *all).into_iter().partition(|one| one.conference == kept.conference);
        rest.insert(0, kept);
        gone.extend(rest.drain(KEPT_MAX.min(rest.len())..));
        *all = rest;
        gone
    }

    fn known(&self, of: &Conference, levels: &Levels) -> Option<Arc<LookedAt>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits =
            |one: &Kept| one.conference == of.id && one.revision == of.revision && one.levels == *levels;
        let place = all.iter().position(fits)?;
        all[..=place].rotate_right(1);
        Some(Arc::clone(&all[0].looked_at))
    }
}

fn read(tx: &mut Tx<'_>, of: &Conference, levels: &Levels) -> Result<LookedAt, StoreError> {
    let draft = store::draft(tx, of.id)?;
    let conflicts = conflicts_of(tx, of, &draft, levels)?;
    Ok(LookedAt { draft, conflicts })
}
