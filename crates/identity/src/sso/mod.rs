//! Single sign-on: an organisation brings its own identity provider (OpenID Connect Core 1.0).
//!
//! - [`connection`]: where the provider is, who we are there, what its groups are here
//! - [`domain`]: mail domains that the organisation has proven to be its own
//! - [`flow`]: a browser's way to the provider and back
//! - [`arrival`]: who came back, and whether they get in
//! - [`leaving`]: signing out, here and there
//!
//! A session that began through an organisation's provider opens that organisation and no other, and changes nothing
//! about the person's account: whoever runs a provider can say that anybody is anybody.

pub(crate) mod arrival;
pub mod connection;
pub mod domain;
pub(crate) mod flow;
pub(crate) mod leaving;
pub mod next;
