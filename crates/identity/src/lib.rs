//! Who people are: people, sessions, organisations and who belongs to them.
//!
//! Tables: `organisation_slugs`, `organisations`, `people`, `sessions`, `memberships`; views: `organisers`,
//! `person_names`. Facts: `organisation.updated`.
//!
//! - [`person`]: signing up; [`session`]: signing in and out
//! - [`organisation`]: creating, reading and changing one
//! - [`PgDirectory`]: what every request asks about its caller, answered from memory where possible

mod directory;
pub mod error;
pub mod organisation;
mod password;
pub mod person;
pub mod session;

use httpkit::ApiRouter;

pub use directory::PgDirectory;
pub use error::Error;

/// Every operation on people, sessions and organisations.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .merge(person::http::router())
        .merge(session::http::router())
        .merge(organisation::http::router())
}
