//! The job queue: written with the business transaction, done at least once, never twice at the same time.

mod queue;
mod worker;

use std::{
    collections::HashMap,
    future::{Future, pending},
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use kernel::{Chance, Clock, CorrelationId, FakeClock, Instant, OrgId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    Actor, Circumstances, Cx, Db,
    job::{self, Handler, Job, JobCx, JobError, NewJob, Registry, Runner, RunnerOptions},
};
use testkit::TestDb;
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

/// The job of these tests.
#[derive(Debug, Serialize, Deserialize)]
struct Ring {
    bell: u32,
}

impl Job for Ring {
    const KIND: &'static str = "test.ring";
    const MAX_ATTEMPTS: i32 = 3;
}

/// A handler made of a closure.
struct Do<F>(F);

type Doing = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;

#[async_trait::async_trait]
impl<F: Fn(JobCx, u32) -> Doing + Send + Sync + 'static> Handler<Ring> for Do<F> {
    async fn run(&self, cx: &JobCx, job: Ring) -> Result<(), JobError> {
        (self.0)(cx.clone(), job.bell).await
    }
}

fn registry(handler: impl Fn(JobCx, u32) -> Doing + Send + Sync + 'static) -> Registry {
    Registry::new().register::<Ring>(Do(handler))
}

/// Rings are heard in order.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u32>>>);

impl Heard {
    fn registry(&self) -> Registry {
        let heard = self.clone();
        registry(move |_, bell| {
            heard.0.lock().unwrap().push(bell);
            Box::pin(async { Ok(()) })
        })
    }

    fn bells(&self) -> Vec<u32> {
        let mut bells = self.0.lock().unwrap().clone();
        bells.sort_unstable();
        bells
    }
}

struct Ground {
    db: Db,
    clock: FakeClock,
    org: OrgId,
    chance: Chance,
    _test_db: TestDb,
}

impl Ground {
    async fn new() -> Self {
        let test_db = TestDb::new().await;
        let now: Instant = "2027-03-14T10:00:00Z".parse().unwrap();
        let chance = Chance::seeded(1);
        Self {
            db: test_db.db(),
            clock: FakeClock::new(now),
            org: OrgId::new(now, &chance),
            chance,
            _test_db: test_db,
        }
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn cx(&self) -> Cx {
        Cx {
            db: self.db.clone(),
            org: self.org,
            actor: Actor::System,
            now: self.now(),
            chance: self.chance.clone(),
            correlation: CorrelationId::new(self.now(), &self.chance),
            circumstances: Circumstances::default(),
        }
    }

    async fn ring(&self, bell: u32) {
        let mut tx = self.cx().begin().await.unwrap();
        job::enqueue(&mut tx, &Ring { bell }).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn ring_keyed(&self, key: &str, bell: u32, run_at: Instant) {
        let mut tx = self.cx().begin().await.unwrap();
        job::enqueue_keyed(&mut tx, key, &Ring { bell }, run_at).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn options(&self) -> RunnerOptions {
        RunnerOptions { chance: self.chance.clone(), ..RunnerOptions::default() }
    }

    fn runner(&self, registry: impl Into<Arc<Registry>>) -> Runner {
        Runner::new(self.db.clone(), registry, Arc::new(self.clock.clone()), self.options())
    }

    fn start(&self, registry: Registry, options: RunnerOptions) -> Background {
        let stop = CancellationToken::new();
        let clock = Arc::new(self.clock.clone());
        let task = Runner::start(self.db.clone(), registry, clock, options, stop.clone());
        Background { stop, task }
    }

    async fn counts(&self) -> job::Counts {
        job::counts(&mut self.db.outside().await.unwrap(), None, self.now()).await.unwrap()
    }

    async fn dead(&self) -> Vec<job::DeadLetter> {
        let mut conn = self.db.outside().await.unwrap();
        job::dead_letters(&mut conn, None, None, 100).await.unwrap().items
    }
}

struct Background {
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Background {
    async fn shut_down(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }

    /// As `kill -9` would: nothing is written down, nothing given back.
    async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}

/// Tells when a job has begun, then never ends.
fn stuck() -> (Registry, mpsc::UnboundedReceiver<u32>) {
    let (begun, begins) = mpsc::unbounded_channel();
    let registry = registry(move |_, bell| {
        begun.send(bell).unwrap();
        Box::pin(pending())
    });
    (registry, begins)
}

/// Tells when a job has begun, and lets as many end as there are permits.
fn held() -> (Registry, mpsc::UnboundedReceiver<u32>, Arc<Semaphore>) {
    let (begun, begins) = mpsc::unbounded_channel();
    let go = Arc::new(Semaphore::new(0));
    let gate = go.clone();
    let registry = registry(move |_, bell| {
        begun.send(bell).unwrap();
        let gate = gate.clone();
        Box::pin(async move {
            gate.acquire().await.unwrap().forget();
            Ok(())
        })
    });
    (registry, begins, go)
}
