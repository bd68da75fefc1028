//! What happened, for whoever has to answer for it: the audit log, read and proven.
//!
//! Tables: `audit_seals`, `audit_keys`, `audit_heads`, `audit_anchors`, `audit_settings`. Jobs: `audit.seal`, `audit.sign`,
//! `audit.deliver`, `audit.prune`.
//!
//! - [`entry`]: finding entries, and taking them along as a file
//! - [`chain`]: entries are sealed into one chain per organisation a few seconds after they were written, so that none
//!   can be changed, removed, added or moved unseen; [`chain::verify`] looks for it
//! - [`keeping`]: how long entries stay, and where copies of them go

pub mod chain;
pub mod entry;
pub mod error;
pub mod keeping;

use httpkit::ApiRouter;

pub use error::Error;

/// Every operation on the audit log.
pub fn router() -> ApiRouter {
    ApiRouter::new().merge(entry::http::router()).merge(chain::http::router()).merge(keeping::http::router())
}
