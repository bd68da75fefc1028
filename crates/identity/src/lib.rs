//! Who people are: people, how they prove it, sessions, organisations and who belongs to them.
//!
//! Tables: `organisation_slugs`, `organisations`, `people`, `sessions`, `memberships`, `roles`, `teams`, `team_members`,
//! `invitations`, `person_links`, `passkeys`, `totp_factors`, `api_keys`, `token_keys`,
//! `oauth_apps`, `oauth_consents`, `oauth_codes`, `token_families`, `refresh_tokens`, `recovery_codes`, `challenges`, `person_log`,
//! `sso_connections`, `sso_groups`, `sso_domains`, `sso_verified_domains`, `sso_identities`, `sso_flows`, `sso_tests`,
//! `sso_logout_tokens`, `scim_tokens`, `scim_users`, `scim_groups`, `scim_group_members`,
//! `guests`, `guest_links`, `guest_sessions`, `guest_passkeys`, `guest_providers`, `guest_identities`; views: `organisers`, `person_names`,
//! `actor_names`. Facts:
//! `organisation.updated`. Jobs: `person.mail`, `invitation.mail`.
//!
//! - [`person`]: signing up; [`session`]: signing in and out, the list of one's devices
//! - [`log`]: what happened to somebody's account, and what was tried in vain
//! - [`account`]: password and e-mail address, forgotten and changed; [`letter`]: the mails about it
//! - [`passkey`], [`totp`], [`recovery_code`]: ways to prove who one is; [`second_factor`]: the other half of a sign-in,
//!   and stepping up
//! - [`organisation`]: creating, reading and changing one; [`policy`]: what it asks of its members
//! - [`role`], [`member`], [`team`]: who may do what, where
//! - [`invitation`]: asking somebody to join, by mail
//! - [`api_key`]: keys of programs; [`oauth`]: third-party apps that act for somebody; [`token_key`]: what signs their tokens
//! - [`sso`]: signing in through an organisation's own identity provider
//! - [`scim`]: an organisation's identity provider says who its people are
//! - [`guest`]: guests of an organisation, by a mailed link, a passkey or the organisation's provider for guests
//! - [`PgDirectory`]: what every request asks about its caller, answered from memory where possible

mod access_token;
pub mod account;
pub mod api_key;
mod challenge;
mod directory;
pub mod error;
pub mod guest;
pub mod invitation;
pub mod letter;
mod link;
pub mod log;
pub mod member;
pub mod oauth;
pub mod organisation;
pub mod passkey;
mod password;
pub mod person;
pub mod policy;
pub mod recovery_code;
pub mod role;
pub mod scim;
pub mod second_factor;
pub mod session;
pub mod sso;
pub mod team;
mod throttle;
pub mod token_key;
pub mod totp;

use ::store::Db;
use httpkit::ApiRouter;
use kernel::Instant;

pub use directory::PgDirectory;
pub use error::Error;
pub use password::MEMORY_KIB as PASSWORD_MEMORY_KIB;

/// Every operation on people, sessions, organisations and teams.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .merge(person::http::router())
        .merge(session::http::router())
        .merge(log::http::router())
        .merge(second_factor::http::router())
        .merge(account::http::router())
        .merge(passkey::http::router())
        .merge(totp::http::router())
        .merge(recovery_code::http::router())
        .merge(api_key::http::router())
        .merge(oauth::router())
        .merge(organisation::http::router())
        .merge(policy::http::router())
        .merge(role::http::router())
        .merge(member::http::router())
        .merge(team::http::router())
        .merge(invitation::http::router())
        .merge(sso::connection::http::router())
        .merge(sso::domain::http::router())
        .merge(sso::flow::http::router())
        .merge(scim::token::http::router())
        .merge(guest::provider::http::router())
}

/// Addresses for browsers and identity providers; they are no part of the API.
pub fn pages() -> axum::Router<httpkit::App> {
    sso::flow::http::pages().merge(scim::http::pages()).merge(guest::arrival::http::pages())
}

/// Forgets what is over: sessions, links, questions, old entries of people's logs.
pub async fn prune(db: &Db, now: Instant, session_idle_days: i32) -> Result<(), sqlx::Error> {
    session::prune(db, now, session_idle_days).await?;
    link::prune(db, now).await?;
    challenge::prune(db, now).await?;
    log::prune(db, now).await
}
