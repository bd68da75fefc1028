//! SCIM 2.0: an organisation's identity provider says who its people are, who must not get in any more, and which groups
//! they are in (RFC 7643, RFC 7644).
//!
//! - [`token`]: what the provider proves itself with
//! - [`user`]: people; [`group`]: their groups, which are roles by the single sign-on's mapping and teams by their name
//! - [`http`]: the protocol; [`filter`] and [`patch`]: its two small languages, parsed by `scim_v2`
//!
//! The provider says who belongs to the organisation. It says nothing about the accounts themselves: an address, a name
//! or a password is the person's own.

mod discovery;
mod error;
mod filter;
mod group;
pub mod http;
mod patch;
mod resource;
pub mod token;
pub(crate) mod user;

pub use error::Refusal;
