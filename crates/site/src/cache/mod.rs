//! Rendered public pages, kept for a moment.
//!
//! A page is asked for far more often than it changes. It is rendered once for everybody who asks at the same time,
//! kept for at most two seconds (the stock on it moves), and forgotten at once when the catalogue changes.

use std::{fmt::Debug, sync::Arc, time::Duration};

use kernel::EventId;
use moka::future::Cache;

use crate::assets;

/// How long a rendered page may be served. Stock on it can be this much behind; what is sold is decided elsewhere.
pub const KEPT_FOR: Duration = Duration::from_secs(2);

const PAGES: u64 = 4096;

/// A page ready to be sent.
#[derive(Debug)]
pub struct Rendered {
    /// The event it shows; `None` for lists of events.
    pub event: Option<EventId>,
    /// The HTML.
    pub body: String,
    /// A strong entity tag, quotes included.
    pub etag: String,
}

impl Rendered {
    /// Tags `body` by its content.
    pub fn new(event: Option<EventId>, body: String) -> Self {
        let etag = format!("\"{}\"", assets::digest_of(body.as_bytes()));
        Self { event, body, etag }
    }
}

/// The pages by path.
#[derive(Clone, Debug)]
pub struct PageCache(Cache<String, Arc<Rendered>>);

impl Default for PageCache {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(PAGES)
                .time_to_live(KEPT_FOR)
                .support_invalidation_closures()
                .build(),
        )
    }
}

impl PageCache {
    /// The page at `path`, rendered by `render` if it is not there; requests that come meanwhile wait for the same one.
    ///
    /// # Errors
    /// What `render` failed with, shared by all who waited. Failures are not kept.
    pub async fn get<E>(
        &self,
        path: &str,
        render: impl Future<Output = Result<Rendered, E>>,
    ) -> Result<Arc<Rendered>, Arc<E>>
    where
        E: Debug + Send + Sync + 'static,
    {
        self.0.try_get_with_by_ref(path, async { render.await.map(Arc::new) }).await
    }

    /// Forgets the pages of `event`, and the lists it may stand in. Called for every change of the catalogue.
    pub fn forget(&self, event: EventId) {
        let stale = move |_: &String, page: &Arc<Rendered>| page.event.is_none_or(|shown| shown == event);
        if let Err(error) = self.0.invalidate_entries_if(stale) {
            tracing::warn!(%error, "pages of an event could not be forgotten; they expire on their own");
            self.0.invalidate_all();
        }
    }
}
