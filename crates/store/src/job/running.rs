//! Doing one job: the handler in its span, panics caught, and what follows from the result.

use std::{any::Any, panic::AssertUnwindSafe, sync::Arc, time::Instant as Stopwatch};

use futures_util::FutureExt;
use kernel::Instant;
use tracing::Instrument;

use super::{
    JobCx, JobError, backoff,
    error::{describe, shorten},
    registry::AnyHandler,
    store::Fetched,
};

/// A job that has run, and what is to become of its row.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) id: i64,
    pub(super) revision: i32,
    pub(super) outcome: Outcome,
}

#[derive(Debug)]
pub(super) enum Outcome {
    /// Delete it.
    Done,
    /// Try again at that moment.
    Retry(Instant, String),
    /// Look at it again at that moment; this was no attempt.
    Snooze(Instant),
    /// Keep it as a dead letter.
    Dead(String),
}

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retry(..) => "retry",
            Self::Snooze(_) => "snooze",
            Self::Dead(_) => "dead",
        }
    }
}

/// Does one job. Never panics and never fails: whatever happens becomes an [`Outcome`].
pub(super) async fn execute(job: Fetched, handler: Arc<dyn AnyHandler>, cx: JobCx) -> Finished {
    let span = tracing::info_span!(
        "job",
        kind = job.kind,
        id = cx.id,
        attempt = cx.attempt,
        org = cx.org.map(tracing::field::display),
        correlation = %cx.correlation,
    );
    let Fetched { id, revision, kind, payload, .. } = job;
    async move {
        let stopwatch = Stopwatch::now();
        let result = attempt(handler.as_ref(), &cx, payload).await;
        let outcome = decide(result, &cx);
        report(kind, &outcome, stopwatch);
        Finished { id, revision, outcome }
    }
    .instrument(span)
    .await
}

async fn attempt(handler: &dyn AnyHandler, cx: &JobCx, payload: serde_json::Value) -> Result<(), JobError> {
    // A job that takes its worker down never reports a failure; without this line it would do so for ever.
    if cx.attempt > cx.max_attempts {
        return Err(JobError::fail("no attempt came to an end: the worker died or hung each time"));
    }
    match AssertUnwindSafe(handler.run(cx, payload)).catch_unwind().await {
        Ok(result) => result,
        Err(panic) => Err(JobError::retry(format!("it panicked: {}", message(panic.as_ref())))),
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message")
}

fn decide(result: Result<(), JobError>, cx: &JobCx) -> Outcome {
    match result {
        Ok(()) => Outcome::Done,
        Err(JobError::Snooze(pause)) => {
            Outcome::Snooze(cx.now.plus_seconds(i64::try_from(pause.as_secs()).unwrap_or(i64::MAX).max(1)))
        }
        Err(JobError::Retry(error)) if !cx.is_last_attempt() => {
            let pause = backoff::seconds(cx.attempt, &cx.chance);
            Outcome::Retry(cx.now.plus_seconds(pause), describe(error.as_ref()))
        }
        Err(JobError::Retry(error)) => Outcome::Dead(shorten(format!(
            "given up after {} attempts: {}",
            cx.attempt,
            describe(error.as_ref())
        ))),
        Err(JobError::Fail(error)) => Outcome::Dead(describe(error.as_ref())),
    }
}

fn report(kind: String, outcome: &Outcome, stopwatch: Stopwatch) {
    let elapsed = stopwatch.elapsed();
    match outcome {
        Outcome::Done => tracing::debug!(?elapsed, "job done"),
        Outcome::Snooze(until) => tracing::debug!(%until, "job put off"),
        Outcome::Retry(at, error) => tracing::warn!(%at, error, "job failed and will be tried again"),
        Outcome::Dead(error) => tracing::error!(error, "job given up"),
    }
    metrics::histogram!("job_seconds", "kind" => kind.clone()).record(elapsed.as_secs_f64());
    metrics::counter!("jobs_finished_total", "kind" => kind, "outcome" => outcome.name()).increment(1);
}
