//! The published conferences of this server, at hand in memory and always fresh.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use madang_conference::{Visibility, conference_day, revisions};
use madang_context::Power;
use madang_store::{Store, StoreError};
use madang_web::{Problem, Visit};

use crate::{published::Published, visits::Counted};

/// Ends the short name of a conference in an address when the team wants to see its draft: `/seoul~draft/timetable`.
pub const DRAFT_SUFFIX: &str = "~draft";

/// How often changes by other programs (the command line, another node) are looked for.
const WATCH_INTERVAL: Duration = Duration::from_millis(250);

/// The published conferences; a part of the [`App`](madang_web::App). Cheap to clone.
#[derive(Clone, Default)]
pub struct Site(Arc<Inner>);

#[derive(Default)]
struct Inner {
    snapshots: RwLock<HashMap<String, Arc<Published>>>,
    /// One load at a time: many who come first after a release wait for one reading of it.
    loading: tokio::sync::Mutex<()>,
    visits: Counted,
}

impl Site {
    /// The site, from the application that a visit came to.
    pub(crate) fn of(visit: &Visit) -> &Self {
        visit.app().part::<Self>()
    }

    /// Counts a page that was opened.
    pub(crate) fn count(&self, visit: &Visit, published: &Published) {
        let conference = &published.conference;
        let day = conference_day(visit.ctx().now, &published.zone, conference.day_starts_minutes);
        self.0.visits.count(visit.ctx(), conference, day);
    }

    /// Adds the pages that were opened since to the store.
    pub async fn keep_visits(&self, store: &Store) -> Result<(), StoreError> {
        self.0.visits.keep(store).await
    }

    fn known(&self, slug: &str) -> Option<Arc<Published>> {
        self.0.snapshots.read().unwrap_or_else(PoisonError::into_inner).get(slug).cloned()
    }

    /// A conference as this visitor may see it.
    ///
    /// *Errors*: 404 when there is none, or only the team may know of it.
    pub(crate) async fn published(&self, visit: &Visit, slug: &str) -> Result<Arc<Published>, Problem> {
        if let Some(slug) = slug.strip_suffix(DRAFT_SUFFIX) {
            // Who is in no team need not be asked which conference it is.
            if !visit.ctx().is_administrator() && visit.ctx().grants.is_empty() {
                return Err(Problem::not_found());
            }
            let (slug, ctx) = (slug.to_owned(), visit.ctx().clone());
            let draft = visit.app().store().read(move |tx| {
                let mine = madang_conference::by_slug(tx, &slug)?;
                match mine.is_some_and(|found| found.lets(&ctx, Power::View)) {
                    true => Published::load_draft(tx, &slug),
                    false => Ok(None),
                }
            });
            return draft.await.map_err(Problem::from)?.map(Arc::new).ok_or_else(Problem::not_found);
        }
        let published = match self.known(slug) {
            Some(published) => published,
            None => self.load(visit.app().store(), slug).await?.ok_or_else(Problem::not_found)?,
        };
        let is_draft = published.conference.visibility == Visibility::Draft;
        if is_draft && !published.conference.lets(visit.ctx(), Power::View) {
            return Err(Problem::not_found());
        }
        Ok(published)
    }

    /// Reads a conference into memory, if nobody else has meanwhile.
    async fn load(&self, store: &Store, slug: &str) -> Result<Option<Arc<Published>>, StoreError> {
        let _one_at_a_time = self.0.loading.lock().await;
        if let Some(published) = self.known(slug) {
            return Ok(Some(published));
        }
        let wanted = slug.to_owned();
        let published = store.read(move |tx| Published::load(tx, &wanted)).await?.map(Arc::new);
        if let Some(published) = &published {
            let mut snapshots = self.0.snapshots.write().unwrap_or_else(PoisonError::into_inner);
            snapshots.insert(slug.to_owned(), Arc::clone(published));
            prepare_search(published);
        }
        Ok(published)
    }

    /// Replaces every conference in memory that has changed in the store. Readers go on with the old one meanwhile.
    pub async fn refresh(&self, store: &Store) -> Result<(), StoreError> {
        let current: HashMap<String, i64> = store.read(revisions).await?.into_iter().collect();
        let known: Vec<(String, i64)> = {
            let snapshots = self.0.snapshots.read().unwrap_or_else(PoisonError::into_inner);
            snapshots.iter().map(|(slug, published)| (slug.clone(), published.conference.revision)).collect()
        };
        for (slug, _) in known.into_iter().filter(|(slug, revision)| current.get(slug) != Some(revision)) {
            let wanted = slug.clone();
            let fresh = store.read(move |tx| Published::load(tx, &wanted)).await?;
            let mut snapshots = self.0.snapshots.write().unwrap_or_else(PoisonError::into_inner);
            match fresh {
                Some(published) => {
                    let published = Arc::new(published);
                    prepare_search(&published);
                    snapshots.insert(slug, published)
                }
                None => snapshots.remove(&slug),
            };
        }
        Ok(())
    }

    /// Looks for changes for ever; a fault of the store is logged and tried again.
    pub async fn watch(self, store: Store) {
        let mut failing = false;
        loop {
            tokio::time::sleep(WATCH_INTERVAL).await;
            match self.refresh(&store).await {
                Ok(()) => failing = false,
                // Said once, not four times a second.
                Err(error) if !failing => {
                    failing = true;
                    tracing::warn!("cannot look for new releases: {error}");
                }
                Err(_) => {}
            }
        }
    }
}

/// Makes the index for searching beside, while pages are served already.
fn prepare_search(published: &Arc<Published>) {
    let published = Arc::clone(published);
    drop(tokio::task::spawn_blocking(move || published.prepare_search()));
}
