//! How many are expected and how many are in, without counting anew for every scan.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use ::store::Cx;
use kernel::{CheckInListId, EventId, OrgId};
use moka::future::Cache;
use serde::Serialize;
use utoipa::ToSchema;

use super::store;

/// How many tickets a list expects, and how many of them are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Valid tickets the list admits.
    pub expected: i64,
    /// Tickets that are in.
    pub checked_in: i64,
}

/// The counts of a list as they were at most a second ago, with the admissions of this process since.
#[derive(Debug)]
pub(crate) struct Tally {
    expected: i64,
    checked_in: AtomicI64,
}

impl Tally {
    fn new(counts: Counts) -> Self {
        Self { expected: counts.expected, checked_in: AtomicI64::new(counts.checked_in) }
    }

    /// Adds one admission. It was committed after the counts were read, so that it is never counted twice.
    pub(crate) fn add_one(&self) {
        self.checked_in.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn counts(&self) -> Counts {
        Counts { expected: self.expected, checked_in: self.checked_in.load(Ordering::Relaxed) }
    }
}

/// Lists whose counts were asked for lately.
struct Tallies(Cache<(OrgId, EventId, CheckInListId), Option<Arc<Tally>>>);

impl Default for Tallies {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(5_000).time_to_live(Duration::from_secs(1)).build())
    }
}

/// The list's tally, `None` if the event has no such list. However many doors ask, it is counted once a second.
pub(crate) async fn tally(
    cx: &Cx,
    event: EventId,
    list: CheckInListId,
) -> Result<Option<Arc<Tally>>, sqlx::Error> {
    let count = async {
        let mut tx = cx.read().await?;
        let counts = store::counts(&mut tx, event, list).await?;
        Ok::<_, sqlx::Error>(counts.map(|counts| Arc::new(Tally::new(counts))))
    };
    let kept = cx.db.cache::<Tallies>().0.try_get_with((cx.org, event, list), count).await;
    kept.map_err(|shared| Arc::try_unwrap(shared).unwrap_or_else(|shared| same_kind(&shared)))
}

/// The error for everybody who waited for the same count.
fn same_kind(shared: &sqlx::Error) -> sqlx::Error {
    match shared {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => sqlx::Error::PoolTimedOut,
        other => sqlx::Error::Protocol(other.to_string()),
    }
}

/// Has the list counted anew: an admission was undone.
pub(crate) async fn forget(cx: &Cx, event: EventId, list: CheckInListId) {
    cx.db.cache::<Tallies>().0.invalidate(&(cx.org, event, list)).await;
}
