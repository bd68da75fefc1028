//! What tests need and production does not.
//!
//! - [`TestDb`]: an empty, migrated database of its own for each test, from one PostgreSQL per test process

mod database;

pub use database::{Snapshot, TestDb};
