//! Work that is done after the commit: a queue in PostgreSQL, written in the business transaction.
//!
//! - [`Job`]: what is to be done, a small struct of ids; [`enqueue`] and its kin write it
//! - [`Handler`] and [`Registry`]: who does it, and what is done by the calendar ([`Schedule`])
//! - [`Runner`]: fetches what is due, runs it, keeps its lease, retries, gives up
//! - [`dead_letters`], [`replay`], [`discard`], [`counts`]: what people see of it
//!
//! A job runs at least once and may run twice after a crash, so handlers are idempotent. A failing job is tried again
//! with growing pauses until `MAX_ATTEMPTS`, then it is kept as a dead letter. Why it is our own: docs/adr/0002.

mod backoff;
mod crew;
mod error;
mod registry;
mod runner;
mod running;
mod schedule;
mod store;
#[cfg(test)]
mod tests;
mod watch;

use kernel::{CorrelationId, Instant, OrgId};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

pub use error::{BoxError, JobError};
pub use registry::{Handler, JobCx, Registry};
pub use runner::{Runner, RunnerOptions};
pub use schedule::{InvalidSchedule, Schedule};
pub use store::{Columns, enqueue_many};
pub use watch::{Counts, DeadLetter, Leftover, counts, dead_letters, discard, leftovers, replay};

use crate::{Cx, Tx};

/// A kind of work. The struct is the payload: ids and numbers, never personal data, because the table is global and
/// its rows show up in logs. Fields that are added later need `#[serde(default)]`: old jobs are still waiting.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// The stable name of the kind, `domain.verb`.
    const KIND: &'static str;
    /// After how many tries it becomes a dead letter; twelve take about five hours.
    const MAX_ATTEMPTS: i32 = 12;
}

/// A job ready to be written.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// For which organisation, if for one.
    pub org: Option<OrgId>,
    /// [`Job::KIND`].
    pub kind: &'static str,
    /// The job itself.
    pub payload: Value,
    /// At most one unfinished job has a given key.
    pub key: Option<String>,
    /// Not before this moment.
    pub run_at: Instant,
    /// [`Job::MAX_ATTEMPTS`].
    pub max_attempts: i32,
    /// The request that caused it.
    pub correlation: Option<CorrelationId>,
    /// When it was asked for.
    pub created_at: Instant,
}

impl NewJob {
    /// A job of `cx`'s organisation and request, to be done at once. Fails when the payload can't be written as JSON.
    pub fn of<J: Job>(cx: &Cx, job: &J) -> Result<Self, sqlx::Error> {
        let job = Self::global(job, cx.now)?;
        Ok(Self { org: Some(cx.org), correlation: Some(cx.correlation), ..job })
    }

    /// A job of no organisation, to be done at once.
    pub fn global<J: Job>(job: &J, now: Instant) -> Result<Self, sqlx::Error> {
        let payload = serde_json::to_value(job).map_err(|error| sqlx::Error::Encode(error.into()))?;
        Ok(Self {
            org: None,
            kind: J::KIND,
            payload,
            key: None,
            run_at: now,
            max_attempts: J::MAX_ATTEMPTS,
            correlation: None,
            created_at: now,
        })
    }

    /// The same job, not before `run_at`.
    #[must_use]
    pub fn at(self, run_at: Instant) -> Self {
        Self { run_at, ..self }
    }

    /// The same job under a key, as [`enqueue_keyed`] explains.
    #[must_use]
    pub fn keyed(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }
}

/// Has `job` done as soon as the transaction is committed.
pub async fn enqueue<J: Job>(tx: &mut Tx, job: &J) -> Result<(), sqlx::Error> {
    let now = tx.now();
    enqueue_at(tx, job, now).await
}

/// Has `job` done, not before `run_at`.
pub async fn enqueue_at<J: Job>(tx: &mut Tx, job: &J, run_at: Instant) -> Result<(), sqlx::Error> {
    let job = NewJob::of(tx.cx(), job)?.at(run_at);
    write(tx, &job).await
}

/// Has `job` done, not before `run_at`, replacing the unfinished job of the same `key` if there is one. One that is
/// running at this moment is done again afterwards, with the new payload.
pub async fn enqueue_keyed<J: Job>(
    tx: &mut Tx,
    key: &str,
    job: &J,
    run_at: Instant,
) -> Result<(), sqlx::Error> {
    let job = NewJob::of(tx.cx(), job)?.at(run_at).keyed(key);
    write(tx, &job).await
}

/// Takes the unfinished job of this `key` back; `false` if there was none. One that is running at this moment runs to
/// its end but is not tried again.
pub async fn remove(tx: &mut Tx, key: &str) -> Result<bool, sqlx::Error> {
    store::remove(tx, key).await
}

/// Whether a job of this `key` is waiting or running. One that was given up does not count.
pub async fn is_unfinished(tx: &mut Tx, key: &str) -> Result<bool, sqlx::Error> {
    store::is_unfinished(tx, key).await
}

async fn write(tx: &mut Tx, job: &NewJob) -> Result<(), sqlx::Error> {
    store::insert(tx, job).await?;
    if job.run_at <= tx.now() {
        tx.mark_enqueued();
    }
    Ok(())
}
