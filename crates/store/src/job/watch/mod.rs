//! What people see of the queue: how much waits, what was given up, and what to do about it.

mod store;

use kernel::{Instant, OrgId};
use serde::Serialize;
use serde_json::Value;

pub use store::{counts, dead_letters, discard, leftovers, replay};

/// A job that was given up.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// The row.
    pub id: i64,
    /// The organisation, if it belongs to one.
    pub org: Option<OrgId>,
    /// [`super::Job::KIND`].
    pub kind: String,
    /// The job.
    pub payload: Value,
    /// How often it was tried.
    pub attempts: i32,
    /// What went wrong the last time.
    pub last_error: Option<String>,
    /// When it was given up.
    pub failed_at: Instant,
    /// The request that caused it.
    pub correlation: Option<String>,
}

/// What is in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Due, and nobody does it yet.
    pub ready: i64,
    /// Being done.
    pub running: i64,
    /// Meant for later, tries after a failure included.
    pub scheduled: i64,
    /// Given up.
    pub dead: i64,
    /// Since when the oldest ready job is due.
    pub oldest_ready: Option<Instant>,
}

impl Counts {
    /// How many seconds the queue is behind.
    pub fn lag_seconds(&self, now: Instant) -> i64 {
        self.oldest_ready.map_or(0, |due| now.seconds_since(due).max(0))
    }
}

/// A job that a test left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// [`super::Job::KIND`].
    pub kind: String,
    /// Given up, rather than merely waiting.
    pub dead: bool,
    /// What went wrong the last time.
    pub last_error: Option<String>,
}
