//! What tests need and production does not.
//!
//! - [`test`]: the attribute of tests that use what is kept between them
//! - [`TestDb`]: an empty, migrated database for each test, from one PostgreSQL per test process

#[cfg(test)]
extern crate self as testkit;

mod database;
mod workbench;

pub use database::{CONNECTIONS, Snapshot, TestDb};
pub use testkit_macros::test;
pub use workbench::{Threads, run};
