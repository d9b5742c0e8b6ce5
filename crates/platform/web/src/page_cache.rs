use std::sync::Arc;

use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle},
};

use crate::{cached::Cached, problem::Problem};

/// Names one rendered answer: the version of the snapshot that it was made from, and all it depends on beside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageKey {
    version: u64,
    rest: Box<str>,
}

impl PageKey {
    /// The key of what is rendered from version `version` of a snapshot with these parts, such as the path, the
    /// language and the filters. Versions of different snapshots are told apart by the parts.
    #[must_use]
    pub fn new(version: u64, parts: &[&str]) -> Self {
        Self { version, rest: parts.join("\u{1F}").into() }
    }
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<PageKey, Arc<Cached>> for ByBytes {
    fn weight(&self, key: &PageKey, cached: &Arc<Cached>) -> u64 {
        (key.rest.len() + cached.size_bytes()) as u64
    }
}

/// Rendered pages, bounded by their bytes. What is used least goes first. Many who ask for one page at once wait for
/// one rendering of it.
pub struct PageCache(Cache<PageKey, Arc<Cached>, ByBytes>);

impl PageCache {
    /// Room for so many bytes.
    #[must_use]
    pub fn new(bytes_max: u64) -> Self {
        /// What a page weighs on average, compressed twin included.
        const PAGE_BYTES: u64 = 24 * 1024;
        let pages = usize::try_from(bytes_max / PAGE_BYTES).unwrap_or(usize::MAX).max(16);
        let mut options = OptionsBuilder::new();
        options.estimated_items_capacity(pages).weight_capacity(bytes_max);
        // One part: an answer must fit into a part as a whole, and the largest (the programme as one document, twice)
        // would be made anew each time if there were many small ones.
        let options = options.shards(1).build().expect("both capacities are set");
        Self(Cache::with_options(
            options,
            ByBytes,
            DefaultHashBuilder::default(),
            DefaultLifecycle::default(),
        ))
    }

    /// The answer of this name; `render` makes it when it is not there, on a thread where it holds up nobody else.
    ///
    /// *Errors*: the problem that `render` met; it is not kept.
    pub async fn get<F>(&self, key: PageKey, render: F) -> Result<Arc<Cached>, Problem>
    where
        F: FnOnce() -> Result<Cached, Problem> + Send + 'static,
    {
        if let Some(found) = self.0.get(&key) {
            return Ok(found);
        }
        let rendered = async {
            let rendered = tokio::task::spawn_blocking(render).await;
            // The front turns a panic into an error page and a line in the log, so it is carried there.
            rendered.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())).map(Arc::new)
        };
        self.0.get_or_insert_async(&key, rendered).await
    }

    /// How many bytes are kept now.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.0.weight()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::cached::CacheRule;

    fn page(bytes: usize) -> Cached {
        Cached::new("image/png", vec![0; bytes], CacheRule::Revalidate)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_at_once_render_once() {
        let cache = Arc::new(PageCache::new(1_000_000));
        let rendered = Arc::new(AtomicUsize::new(0));
        let asking: Vec<_> = (0..50)
            .map(|_| {
                let (cache, rendered) = (Arc::clone(&cache), Arc::clone(&rendered));
                tokio::spawn(async move {
                    let render = move || {
                        rendered.fetch_add(1, Ordering::SeqCst);
                        std::thread::sleep(std::time::Duration::from_millis(20));
                        Ok(page(10))
                    };
                    cache.get(PageKey::new(1, &["/timetable", "en"]), render).await.is_ok()
                })
            })
            .collect();
        for asked in asking {
            assert!(asked.await.unwrap());
        }
        assert_eq!(rendered.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn bytes_are_bounded_and_problems_not_kept() {
        let cache = PageCache::new(200_000);
        for number in 0..100_u64 {
            assert!(cache.get(PageKey::new(number, &[]), || Ok(page(10_000))).await.is_ok());
            assert!(cache.size_bytes() <= 200_000);
        }
        let key = PageKey::new(1, &["broken"]);
        assert!(cache.get(key.clone(), || Err(Problem::not_found())).await.is_err());
        assert!(cache.get(key, || Ok(page(1))).await.is_ok());
    }

    #[tokio::test]
    async fn a_page_of_a_third_of_the_cache_is_kept() {
        let cache = PageCache::new(3_000_000);
        let key = PageKey::new(1, &["schedule.json"]);
        assert!(cache.get(key.clone(), || Ok(page(1_000_000))).await.is_ok());
        assert!(cache.get(key, || Err(Problem::not_found())).await.is_ok());
    }

    #[test]
    fn parts_do_not_run_into_one_another() {
        assert_ne!(PageKey::new(1, &["a", "bc"]), PageKey::new(1, &["ab", "c"]));
        assert_ne!(PageKey::new(1, &["a"]), PageKey::new(2, &["a"]));
    }
}
