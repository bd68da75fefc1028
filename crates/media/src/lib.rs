//! Uploaded files. So far: the cover pictures of events.
//!
//! Tables: `files`; views: `images`. Bytes live behind the blob port as `org_…/files/fil_…/<size>.jpg`.
//!
//! - [`cover`]: putting and removing an event's cover
//! - [`picture`]: an upload made safe and small; [`file`]: what is known of a file, and serving it

pub mod cover;
pub mod error;
pub mod file;
pub mod picture;

use httpkit::ApiRouter;

pub use error::Error;

/// The operations on covers, and `/media/…`.
pub fn router() -> ApiRouter {
    ApiRouter::new().merge(cover::http::router()).merge(file::http::router())
}
