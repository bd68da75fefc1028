//! Event pages that were rendered a moment ago, by the path of the request: the page that crowds ask for is found before
//! anything else is done.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{Method, header, request::Parts},
    response::Response,
};
use catalog::event::{self, Status};
use httpkit::App;
use kernel::OrgId;
use store::Cache;

use crate::{
    cache::{Coding, KEPT_FOR, Rendered},
    respond,
};

/// Paths kept at most.
const PATHS: u64 = 4096;

/// A page that everybody may see.
#[derive(Clone)]
pub(super) struct Kept {
    /// The event: the organisation and its slug.
    pub event: (OrgId, String),
    /// Its version when the page was rendered.
    pub version: i64,
    /// The page.
    pub page: Arc<Rendered>,
}

/// Pages by path, in the languages of their addresses.
pub(super) struct Paths(Cache<String, Kept>);

impl Default for Paths {
    fn default() -> Self {
        Self(Cache::living(PATHS, KEPT_FOR))
    }
}

impl Paths {
    pub fn keep(&self, path: String, kept: Kept) {
        self.0.insert(path, kept);
    }
}

/// The route of the pages that [`kept_page`] finds.
pub const ROUTE: &str = "/{org}/{event}";

/// A request with the answer to it, if it is for an event's page that was sent to somebody else a moment ago. There is
/// none if the event has changed since, or if the request asks for more than the page.
pub async fn kept_page(app: &App, request: Request) -> (Request, Option<Response>) {
    // A body can't be looked at from several threads, so a request that waits is held and not borrowed.
    let (parts, body) = request.into_parts();
    let page = find(app, &parts).await;
    (Request::from_parts(parts, body), page)
}

async fn find(app: &App, request: &Parts) -> Option<Response> {
    let (uri, headers) = (&request.uri, &request.headers);
    if request.method != Method::GET || uri.query().is_some() {
        return None;
    }
    // Who refuses everything that we can send has to be told so.
    if headers.contains_key(header::ACCEPT_ENCODING) && Coding::accepted(headers) == Coding::Identity {
        return None;
    }
    let kept = app.db.cache::<Paths>().0.get(&uri.path().to_owned()).filter(|kept| kept.page.is_fresh())?;
    let now = event::kept_head(&app.db, &kept.event).await?;
    let same = now.version == kept.version && now.status != Status::Draft;
    same.then(|| respond::shared(headers, &kept.page))
}
