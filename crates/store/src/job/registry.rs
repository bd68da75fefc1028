//! Who does which kind of job, and what is done by the calendar.

use std::{collections::HashMap, marker::PhantomData, sync::Arc};

use async_trait::async_trait;
use kernel::{Chance, CorrelationId, Instant, OrgId};
use serde_json::Value;

use super::{InvalidSchedule, Job, JobError, NewJob, Schedule};
use crate::{Actor, Circumstances, Cx, Db};

/// What a handler is given: which job it is, and the time and chance to use.
#[derive(Clone, Debug)]
pub struct JobCx {
    /// The database.
    pub db: Db,
    /// The organisation the job belongs to, if it belongs to one.
    pub org: Option<OrgId>,
    /// When this try began.
    pub now: Instant,
    /// Where randomness comes from.
    pub chance: Chance,
    /// The request that caused the job.
    pub correlation: CorrelationId,
    /// The row in the queue; the same for every try.
    pub id: i64,
    /// Which try this is, from 1.
    pub attempt: i32,
    /// After how many tries the job is given up.
    pub max_attempts: i32,
}

impl JobCx {
    /// The context for use cases of the job's own organisation. A job without one can never be done: it fails.
    pub fn tenant(&self) -> Result<Cx, JobError> {
        let org = self.org.ok_or_else(|| JobError::fail("the job belongs to no organisation"))?;
        Ok(self.for_org(org))
    }

    /// The context for use cases of `org`, for jobs that serve one organisation after the other.
    pub fn for_org(&self, org: OrgId) -> Cx {
        Cx {
            db: self.db.clone(),
            org,
            actor: Actor::Job,
            now: self.now,
            chance: self.chance.clone(),
            correlation: self.correlation,
            circumstances: Circumstances::default(),
        }
    }

    /// Whether a failure of this try is final.
    pub fn is_last_attempt(&self) -> bool {
        self.attempt >= self.max_attempts
    }
}

/// Does jobs of one kind. May be asked to do the same job twice.
#[async_trait]
pub trait Handler<J: Job>: Send + Sync + 'static {
    /// Does the job.
    async fn run(&self, cx: &JobCx, job: J) -> Result<(), JobError>;
}

/// A handler whose kind of job is forgotten.
#[async_trait]
pub(super) trait AnyHandler: Send + Sync {
    async fn run(&self, cx: &JobCx, payload: Value) -> Result<(), JobError>;
}

struct Typed<J, H>(H, PhantomData<fn(J)>);

#[async_trait]
impl<J: Job, H: Handler<J>> AnyHandler for Typed<J, H> {
    async fn run(&self, cx: &JobCx, payload: Value) -> Result<(), JobError> {
        let job = serde_json::from_value(payload)
            .map_err(|error| JobError::fail(format!("the payload can't be read as {}: {error}", J::KIND)))?;
        self.0.run(cx, job).await
    }
}

/// A job that is enqueued whenever its schedule says so.
pub(super) struct Recurring {
    pub(super) name: &'static str,
    pub(super) schedule: Schedule,
    pub(super) make: Box<dyn Fn(Instant) -> Result<NewJob, sqlx::Error> + Send + Sync>,
}

/// The kinds of jobs this process does. Other kinds stay in the queue for processes that know them, such as newer
/// versions during an upgrade.
#[derive(Default)]
pub struct Registry {
    handlers: HashMap<&'static str, Arc<dyn AnyHandler>>,
    recurring: Vec<Recurring>,
}

impl Registry {
    /// Knows no kind.
    pub fn new() -> Self {
        Self::default()
    }

    /// Has jobs of kind `J` done by `handler`.
    #[must_use]
    pub fn register<J: Job>(mut self, handler: impl Handler<J>) -> Self {
        let handler = Typed(handler, PhantomData::<fn(J)>);
        self.handlers.insert(J::KIND, Arc::new(handler));
        self
    }

    /// Enqueues what `make` gives whenever `schedule` says so ([`Schedule`]: `every 15s`, `30 3 * * *` in UTC), once
    /// for all processes. A moment is skipped while the job of the moment before is unfinished, and moments missed
    /// while nobody was running are made up for once.
    pub fn cron<J: Job>(
        mut self,
        name: &'static str,
        schedule: &str,
        make: impl Fn() -> J + Send + Sync + 'static,
    ) -> Result<Self, InvalidSchedule> {
        let schedule = schedule.parse()?;
        let make = move |now| Ok(NewJob::global(&make(), now)?.keyed(format!("cron:{name}")));
        self.recurring.push(Recurring { name, schedule, make: Box::new(make) });
        Ok(self)
    }

    pub(super) fn handler(&self, kind: &str) -> Option<&Arc<dyn AnyHandler>> {
        self.handlers.get(kind)
    }

    pub(super) fn kinds(&self) -> Vec<String> {
        self.handlers.keys().map(|kind| (*kind).to_owned()).collect()
    }

    pub(super) fn recurring(&self) -> &[Recurring] {
        &self.recurring
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").field("kinds", &self.handlers.keys()).finish_non_exhaustive()
    }
}
