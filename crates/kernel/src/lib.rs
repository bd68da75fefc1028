//! The words everybody shares: typed ids, time and chance, money, languages, pages. No I/O.
//!
//! - [`id`]: one newtype per thing, UUIDv7 inside, prefixed on the wire
//! - [`time`]: [`Instant`], [`Zone`] and the [`Clock`] that is passed around; [`chance`]: randomness as a parameter
//! - [`permission`]: what somebody may do, and where
//! - [`money`] and [`percent`], both exact, [`text`] (content in several languages), [`email`], [`slug`], [`page`] (keyset paging)

pub mod chance;
pub mod email;
pub mod id;
pub mod money;
pub mod page;
pub mod percent;
pub mod permission;
pub mod slug;
pub mod text;
pub mod time;

pub use chance::Chance;
pub use email::Email;
pub use id::*;
pub use money::{Currency, Money};
pub use page::{Cursor, Page, PageQuery};
pub use percent::Percent;
pub use permission::{EventGrants, Grant, Permission, PermissionSet, Requires, perm};
pub use slug::Slug;
pub use text::{Locale, LocalizedText};
pub use time::{Clock, FakeClock, Instant, SystemClock, Zone};

#[cfg(test)]
mod tests;
