//! Providers behind the ports, one folder each; heavy dependencies live here.
//!
//! - [`smtp`]: mail through an SMTP server
//! - [`sandbox`]: a payment provider without real money, for demonstrations and tests

pub mod sandbox;
pub mod smtp;
