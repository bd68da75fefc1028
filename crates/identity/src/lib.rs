//! Who people are: people, sessions, organisations and who belongs to them.
//!
//! Tables: `organisation_slugs`, `organisations`, `people`, `sessions`, `memberships`, `roles`, `teams`,
//! `team_members`, `invitations`; views: `organisers`, `person_names`. Facts: `organisation.updated`.
//!
//! - [`person`]: signing up; [`session`]: signing in and out
//! - [`organisation`]: creating, reading and changing one
//! - [`role`], [`member`], [`team`]: who may do what, where
//! - [`invitation`]: asking somebody to join, by mail
//! - [`PgDirectory`]: what every request asks about its caller, answered from memory where possible

mod directory;
pub mod error;
pub mod invitation;
pub mod member;
pub mod organisation;
mod password;
pub mod person;
pub mod role;
pub mod session;
pub mod team;

use httpkit::ApiRouter;

pub use directory::PgDirectory;
pub use error::Error;

/// Every operation on people, sessions, organisations and teams.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .merge(person::http::router())
        .merge(session::http::router())
        .merge(organisation::http::router())
        .merge(role::http::router())
        .merge(member::http::router())
        .merge(team::http::router())
        .merge(invitation::http::router())
}
