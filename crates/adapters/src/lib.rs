//! Providers behind the ports, one folder each; heavy dependencies live here.
//!
//! - [`forward`]: handing over to systems that organisations name, public ones only
//! - [`keyring`]: keys that seal secrets, stored wrapped; by [`aws_kms`] or [`vault`] where no key file is wanted
//! - [`smtp`]: mail through an SMTP server
//! - [`oidc`]: identity providers by OpenID Connect
//! - [`dns`]: the domain name system
//! - [`outbound`]: requests to addresses that organisations typed in, which reach public places only
//! - [`vies`]: the European register of VAT ids
//! - [`sandbox`]: a payment provider without real money, for demonstrations and tests

pub mod aws_kms;
pub mod dns;
pub mod forward;
mod key_service;
pub mod keyring;
pub mod oidc;
pub mod outbound;
mod reach;
pub mod sandbox;
pub mod smtp;
mod trust;
pub mod vault;
pub mod vies;
