//! What a worker holds: running jobs, and those that ended but whose rows do not say so yet.

use std::collections::HashSet;

use kernel::Instant;
use sqlx::PgConnection;
use tokio::task::{JoinError, JoinSet};

use super::{
    running::{Finished, Outcome},
    store,
};

/// The jobs in a worker's hands.
#[derive(Default)]
pub(super) struct Crew {
    tasks: JoinSet<Finished>,
    finished: Vec<Finished>,
    held: HashSet<i64>,
}

impl Crew {
    /// Jobs that have run already and only have to be written down.
    pub(super) fn done_with(finished: Vec<Finished>) -> Self {
        let held = finished.iter().map(|job| job.id).collect();
        Self { finished, held, ..Self::default() }
    }

    /// Begins a job.
    pub(super) fn take_on(&mut self, id: i64, running: impl Future<Output = Finished> + Send + 'static) {
        self.held.insert(id);
        self.tasks.spawn(running);
    }

    /// How many jobs are held.
    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether a job is held.
    pub(super) fn holds(&self, id: i64) -> bool {
        self.held.contains(&id)
    }

    /// The rows held.
    pub(super) fn held(&self) -> Vec<i64> {
        self.held.iter().copied().collect()
    }

    pub(super) fn is_working(&self) -> bool {
        !self.tasks.is_empty()
    }

    pub(super) fn has_news(&self) -> bool {
        !self.finished.is_empty()
    }

    /// Waits until a job ends, and notes every other one that has ended by then. May be cancelled.
    pub(super) async fn next_end(&mut self) {
        if let Some(result) = self.tasks.join_next().await {
            self.note(result);
        }
        self.note_ends();
    }

    /// Notes every job that has ended by now.
    pub(super) fn note_ends(&mut self) {
        while let Some(result) = self.tasks.try_join_next() {
            self.note(result);
        }
    }

    /// Waits until all jobs have ended. May be cancelled.
    pub(super) async fn every_end(&mut self) {
        while self.is_working() {
            self.next_end().await;
        }
    }

    /// Stops the running jobs where they are; their transactions roll back.
    pub(super) async fn abort(&mut self) {
        self.tasks.shutdown().await;
    }

    fn note(&mut self, result: Result<Finished, JoinError>) {
        match result {
            Ok(finished) => self.finished.push(finished),
            Err(error) => tracing::error!(%error, "a job's task ended abnormally"),
        }
    }

    /// Writes down how jobs ended, the good ones in one statement. What can't be written is kept for the next time.
    pub(super) async fn settle(
        &mut self,
        conn: &mut PgConnection,
        worker: &str,
        now: Instant,
    ) -> Result<(), sqlx::Error> {
        let is_done = |job: &Finished| matches!(job.outcome, Outcome::Done);
        let done: Vec<(i64, i32)> =
            self.finished.iter().filter(|job| is_done(job)).map(|job| (job.id, job.revision)).collect();
        if !done.is_empty() {
            store::finish(conn, worker, &done).await?;
            self.finished.retain(|job| !is_done(job));
            for (id, _) in done {
                self.held.remove(&id);
            }
        }
        while let Some(job) = self.finished.last() {
            let row = (job.id, job.revision);
            match &job.outcome {
                Outcome::Done => store::finish(conn, worker, &[row]).await?,
                Outcome::Retry(at, error) => store::put_off(conn, worker, row, *at, Some(error)).await?,
                Outcome::Snooze(at) => store::put_off(conn, worker, row, *at, None).await?,
                Outcome::Dead(error) => store::bury(conn, worker, row, now, error).await?,
            }
            self.held.remove(&job.id);
            self.finished.pop();
        }
        Ok(())
    }
}
