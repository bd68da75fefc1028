//! Uploaded files. So far: the cover pictures of events, and pictures of products.
//!
//! Tables: `files`; views: `images`. Bytes live behind the blob port as `org_…/files/fil_…/<size>.jpg`.
//!
//! - [`shown`]: putting and removing an event's cover, and a product's picture
//! - [`picture`]: an upload made safe and small; [`file`]: what is known of a file, and serving it
//! - [`canvas`]: drawing a picture

pub mod canvas;
pub mod error;
pub mod file;
pub mod picture;
pub mod shown;

use httpkit::ApiRouter;

pub use error::Error;

/// The operations on pictures, and `/media/…`.
pub fn router() -> ApiRouter {
    ApiRouter::new().merge(shown::http::router()).merge(file::http::router())
}
