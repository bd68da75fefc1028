//! The worker: fetches what is due, keeps the leases, writes down how it went.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use kernel::{Chance, Clock, CorrelationId, Instant};
use tokio::{
    task::JoinHandle,
    time::{Interval, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

use super::{
    JobCx, Registry,
    crew::Crew,
    running::{Finished, execute},
    store::{self, Claim, Fetched},
    watch,
};
use crate::Db;

/// How long a busy worker lets ends and wake-ups gather before it asks the database again: one question answers all. A
/// mail or a notice can wait that long; nobody's page does.
const GATHER: Duration = Duration::from_millis(25);

/// How often the gauges are brought up to date.
const GAUGE_INTERVAL: Duration = Duration::from_secs(10);

/// How a [`Runner`] works.
#[derive(Clone, Debug)]
pub struct RunnerOptions {
    /// How many jobs run at the same time.
    pub concurrency: usize,
    /// How often to look for what other processes enqueued and what became due; own commits are noticed at once.
    pub poll_interval: Duration,
    /// For how long a job is this worker's without being renewed (it is, three times in that span). After a crash
    /// it takes that long until the job is tried again.
    pub lease: Duration,
    /// How long a shutdown waits for running jobs, at most half a lease; the rest is aborted and given back.
    pub drain: Duration,
    /// Where randomness comes from.
    pub chance: Chance,
}

impl Default for RunnerOptions {
    fn default() -> Self {
        Self {
            concurrency: 12,
            poll_interval: Duration::from_secs(1),
            lease: Duration::from_secs(300),
            drain: Duration::from_secs(20),
            chance: Chance::system(),
        }
    }
}

/// A worker of this process.
pub struct Runner {
    db: Db,
    registry: Arc<Registry>,
    clock: Arc<dyn Clock>,
    options: RunnerOptions,
    name: String,
    kinds: Vec<String>,
}

impl Runner {
    /// A worker that does nothing until it is told to: [`Runner::run`] or [`Runner::run_until_idle`].
    pub fn new(
        db: Db,
        registry: impl Into<Arc<Registry>>,
        clock: Arc<dyn Clock>,
        options: RunnerOptions,
    ) -> Self {
        // Names must differ even where chance is seeded: a lease belongs to a name.
        static SERIAL: AtomicU32 = AtomicU32::new(0);
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{serial}-{}", std::process::id(), options.chance.code(6));
        let registry = registry.into();
        let kinds = registry.kinds();
        Self { db, registry, clock, options, name, kinds }
    }

    /// Starts a worker in the background. It ends, after draining, when `shutdown` is cancelled.
    pub fn start(
        db: Db,
        registry: impl Into<Arc<Registry>>,
        clock: Arc<dyn Clock>,
        options: RunnerOptions,
        shutdown: CancellationToken,
    ) -> JoinHandle<()> {
        let runner = Self::new(db, registry, clock, options);
        tokio::spawn(async move { runner.run(shutdown).await })
    }

    /// Works until `shutdown` is cancelled. Survives a database that is away for a while.
    pub async fn run(&self, shutdown: CancellationToken) {
        let mut crew = Crew::default();
        let mut poll = every(self.options.poll_interval);
        let mut renew = every(self.options.lease / 3);
        let mut gauge = every(GAUGE_INTERVAL);
        // Whether the queue may hold more than was fetched; if not, a finished job is no reason to ask.
        let mut more = true;
        let mut planned = false;
        loop {
            tokio::select! {
                () = shutdown.cancelled() => break,
                () = crew.next_end(), if crew.is_working() => {}
                () = self.db.jobs_waiting().notified() => more = true,
                _ = poll.tick() => {
                    planned = planned || warned(self.plan().await, "schedules could not be planned").is_some();
                    warned(self.tick().await, "schedules could not be checked");
                    more = true;
                }
                _ = renew.tick() => {
                    warned(self.renew(&mut crew).await, "leases could not be renewed");
                }
                _ = gauge.tick() => {
                    warned(self.measure().await, "the queue could not be counted");
                }
            }
            if crew.is_working() || crew.has_news() {
                tokio::time::sleep(GATHER).await;
                crew.note_ends();
            }
            warned(self.settle(&mut crew).await, "results could not be written; they will be");
            // A job may have ended in the very moment of the shutdown.
            if more && !shutdown.is_cancelled() {
                more = warned(self.fill(&mut crew).await, "jobs could not be fetched").unwrap_or(false);
            }
        }
        self.drain(crew).await;
    }

    /// Does everything that is due now, recurring jobs and what the jobs themselves enqueue included, and returns how
    /// many jobs ran. Retries stay for later: move the clock first. For tests.
    pub async fn run_until_idle(&self) -> Result<usize, sqlx::Error> {
        self.plan().await?;
        self.tick().await?;
        let mut count = 0;
        loop {
            let jobs = self.fetch(self.options.concurrency).await?;
            if jobs.is_empty() {
                return Ok(count);
            }
            count += jobs.len();
            let finished = join_all(jobs.into_iter().filter_map(|job| self.prepare(job))).await;
            self.settle(&mut Crew::done_with(finished)).await?;
        }
    }

    /// Fetches as many jobs as there is room for; `true` when there may be more.
    async fn fill(&self, crew: &mut Crew) -> Result<bool, sqlx::Error> {
        let room = self.options.concurrency.saturating_sub(crew.len());
        if room == 0 {
            return Ok(true);
        }
        let jobs = self.fetch(room).await?;
        let more = jobs.len() == room;
        for job in jobs {
            let id = job.id;
            // A PostgreSQL that broke down may have forgotten that this worker has it.
            if crew.holds(id) {
                continue;
            }
            if let Some(running) = self.prepare(job) {
                crew.take_on(id, running);
            }
        }
        Ok(more)
    }

    async fn fetch(&self, limit: usize) -> Result<Vec<Fetched>, sqlx::Error> {
        let now = self.clock.now();
        let claim = Claim {
            worker: &self.name,
            kinds: &self.kinds,
            limit: i64::try_from(limit).unwrap_or(i64::MAX),
            now,
            until: self.lease_from(now),
        };
        let mut jobs = store::fetch(&mut *self.db.outside().await?, &claim).await?;
        jobs.sort_unstable_by_key(|job| job.id);
        Ok(jobs)
    }

    /// The future that does the job; `None` for a kind nobody registered, which is never fetched.
    fn prepare(&self, job: Fetched) -> Option<impl Future<Output = Finished> + Send + 'static> {
        let handler = self.registry.handler(&job.kind)?.clone();
        let now = self.clock.now();
        let chance = self.options.chance.clone();
        let cx = JobCx {
            db: self.db.clone(),
            org: job.org,
            now,
            correlation: store::correlation(&job).unwrap_or_else(|| CorrelationId::new(now, &chance)),
            chance,
            id: job.id,
            attempt: job.attempt,
            max_attempts: job.max_attempts,
        };
        Some(execute(job, handler, cx))
    }

    async fn settle(&self, crew: &mut Crew) -> Result<(), sqlx::Error> {
        if crew.has_news() {
            let mut conn = self.db.outside().await?;
            crew.settle(&mut conn, &self.name, self.clock.now()).await?;
        }
        Ok(())
    }

    async fn renew(&self, crew: &mut Crew) -> Result<(), sqlx::Error> {
        let ids = crew.held();
        if ids.is_empty() {
            return Ok(());
        }
        let until = self.lease_from(self.clock.now());
        let mut conn = self.db.outside().await?;
        let kept = store::extend(&mut conn, &self.name, &ids, until).await?;
        for id in ids.iter().filter(|id| !kept.contains(id)) {
            tracing::warn!(
                id,
                "this running job was taken back, or its lease ran out and somebody else has it"
            );
        }
        Ok(())
    }

    async fn plan(&self) -> Result<(), sqlx::Error> {
        let now = self.clock.now();
        let mut conn = self.db.outside().await?;
        for recurring in self.registry.recurring() {
            if let Some(next) = recurring.schedule.next(now) {
                store::plan(&mut conn, recurring.name, next).await?;
            }
        }
        Ok(())
    }

    /// Enqueues the recurring jobs whose moment has come.
    async fn tick(&self) -> Result<(), sqlx::Error> {
        if self.registry.recurring().is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let mut conn = self.db.outside().await?;
        let due = store::due_schedules(&mut conn, now).await?;
        for recurring in self.registry.recurring().iter().filter(|r| due.iter().any(|name| name == r.name)) {
            if let Some(next) = recurring.schedule.next(now) {
                store::tick(&mut conn, recurring.name, next, &(recurring.make)(now)?).await?;
            }
        }
        Ok(())
    }

    async fn measure(&self) -> Result<(), sqlx::Error> {
        let now = self.clock.now();
        let counts = watch::counts(&mut *self.db.outside().await?, None, now).await?;
        metrics::gauge!("jobs_ready").set(counts.ready as f64);
        metrics::gauge!("jobs_dead").set(counts.dead as f64);
        metrics::gauge!("jobs_lag_seconds").set(counts.lag_seconds(now) as f64);
        Ok(())
    }

    /// Waits for running jobs, then aborts what is left and gives it back.
    async fn drain(&self, mut crew: Crew) {
        let limit = self.options.drain.min(self.options.lease / 2);
        if tokio::time::timeout(limit, crew.every_end()).await.is_err() {
            tracing::warn!("shutting down without waiting for jobs any longer");
            crew.abort().await;
        }
        warned(self.settle(&mut crew).await, "results could not be written; the jobs will run again");
        let left = crew.held();
        if !left.is_empty() {
            warned(self.release(&left).await, "jobs could not be given back; their leases have to run out");
        }
    }

    async fn release(&self, ids: &[i64]) -> Result<(), sqlx::Error> {
        store::release(&mut *self.db.outside().await?, &self.name, ids).await
    }

    fn lease_from(&self, now: Instant) -> Instant {
        now.plus_seconds(i64::try_from(self.options.lease.as_secs()).unwrap_or(i64::MAX).max(1))
    }
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner").field("name", &self.name).field("kinds", &self.kinds).finish_non_exhaustive()
    }
}

fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval(period.max(Duration::from_millis(1)));
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

/// The worker's own troubles are told and survived: the next round tries again.
fn warned<T>(result: Result<T, sqlx::Error>, what: &'static str) -> Option<T> {
    result.inspect_err(|error| tracing::warn!(%error, "{what}")).ok()
}
