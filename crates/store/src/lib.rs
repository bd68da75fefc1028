//! PostgreSQL, the system of record.
//!
//! - [`db`]: the pool of the application role; [`tx`]: [`Cx`] (who, when, for which organisation) and [`Tx`]
//!   (a transaction fenced to that organisation by row-level security)
//! - [`embedded`]: the PostgreSQL that comes along; [`migrate`]: the schema and the application role's rights
//! - [`gate`]: many transactions pass, or one closes it
//! - [`audit`], [`outbox`], [`trail`] (both for a batch), [`idempotency`], [`job`]: rows written in the business transaction
//! - [`lanes`]: folding what waits into one transaction
//! - [`constraint`]: turning a constraint's name into a typed refusal; [`column`]: reading our words from text columns

pub mod audit;
mod cache;
pub mod column;
mod connections;
pub mod constraint;
pub mod db;
pub mod embedded;
pub mod gate;
pub mod idempotency;
pub mod job;
pub mod lanes;
pub mod migrate;
pub mod outbox;
pub mod trail;
pub mod tx;

pub use cache::Cache;
pub use column::column;
pub use connections::Busy;
pub use constraint::OnConstraint;
pub use db::{Db, DbError, DbOptions};
pub use lanes::Lanes;
pub use tx::{Actor, Circumstances, Cx, Tx};
