//! What every handler needs.
//!
//! - [`App`]: the state behind the router; [`ApiRouter`]: routes that document themselves
//! - [`Erased`](erased::Erased): handlers in one type, and [`routes!`] of them
//! - [`Problem`]: errors as RFC 9457 tells; [`extract`]: JSON, query and path with clear refusals
//! - [`sheet`]: lists as files; [`rules`]: what texts in bodies may hold; [`patch`]: fields that may be absent, null or a value
//! - [`auth`]: who asks, for which organisation, and what they may do there; [`idempotent`]: writes that may be repeated
//! - [`versions`]: entity tags of what is changed by hand
//! - [`step_up`]: a fresh proof of who one is; [`origin`]: from where and with what somebody asks
//! - [`client_addr`]: where a request comes from; [`limits`]: how often; [`bounds`]: how large its head may be
//! - [`openapi`]: the shared parts of the document; [`correlation`]: the id that ties everything together

pub mod app;
pub mod auth;
pub mod bounds;
pub mod client_addr;
pub mod correlation;
pub mod erased;
pub mod extract;
pub mod idempotent;
pub mod limits;
pub mod openapi;
pub mod origin;
pub mod patch;
pub mod problem;
pub mod rules;
pub mod sheet;
pub mod step_up;
pub mod versions;

pub use app::{App, AppParts, Settings};
pub use auth::{Caller, Directory, Guest, OrgScope, Principal, Reach, SignedIn};
pub use client_addr::ClientAddr;
pub use erased::erased;
pub use extract::{Checked, Json, Path, Query};
pub use idempotent::Once;
pub use origin::Origin;
pub use problem::{FieldError, Problem};
pub use step_up::{Fresh, HowFresh, Recent};
pub use versions::{IfMatch, Tagged};

#[doc(hidden)]
pub use utoipa_axum;

/// A router whose routes appear in the OpenAPI document.
pub type ApiRouter = utoipa_axum::router::OpenApiRouter<App>;

#[cfg(test)]
mod tests;
