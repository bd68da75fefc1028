//! The job queue: written with the business transaction, done at least once, never twice at the same time.

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
    Actor, Cx, Db, DbOptions,
    job::{self, Handler, Job, JobCx, JobError, NewJob, Registry, Runner, RunnerOptions},
};
use testkit::TestDb;
use tokio::sync::mpsc;
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
        let options = DbOptions { owner: test_db.owner_options(), max_connections: 8 };
        let now: Instant = "2027-03-14T10:00:00Z".parse().unwrap();
        let chance = Chance::seeded(1);
        Self {
            db: Db::open(options).await.unwrap(),
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
        job::counts(&mut self.db.pool().acquire().await.unwrap(), None, self.now()).await.unwrap()
    }

    async fn dead(&self) -> Vec<job::DeadLetter> {
        let mut conn = self.db.pool().acquire().await.unwrap();
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

#[tokio::test]
async fn a_job_exists_exactly_if_its_transaction_was_committed() {
    let ground = Ground::new().await;
    let heard = Heard::default();
    let mut tx = ground.cx().begin().await.unwrap();
    job::enqueue(&mut tx, &Ring { bell: 1 }).await.unwrap();
    drop(tx);
    ground.ring(2).await;

    assert_eq!(ground.runner(heard.registry()).run_until_idle().await.unwrap(), 1);

    assert_eq!(heard.bells(), [2]);
    assert_eq!(
        ground.counts().await,
        job::Counts { ready: 0, running: 0, scheduled: 0, dead: 0, oldest_ready: None }
    );
}

#[tokio::test]
async fn a_handler_learns_who_caused_the_job_and_for_whom() {
    let ground = Ground::new().await;
    let (told, mut tells) = mpsc::unbounded_channel();
    let registry = registry(move |cx, _| {
        told.send((cx.tenant().map(|cx| cx.org).ok(), cx.correlation, cx.attempt)).unwrap();
        Box::pin(async { Ok(()) })
    });
    let cx = ground.cx();
    let mut tx = cx.begin().await.unwrap();
    job::enqueue(&mut tx, &Ring { bell: 1 }).await.unwrap();
    tx.commit().await.unwrap();

    ground.runner(registry).run_until_idle().await.unwrap();

    assert_eq!(tells.recv().await, Some((Some(ground.org), cx.correlation, 1)));
}

#[tokio::test]
async fn a_job_for_later_waits_until_then() {
    let ground = Ground::new().await;
    let heard = Heard::default();
    let runner = ground.runner(heard.registry());
    let mut tx = ground.cx().begin().await.unwrap();
    job::enqueue_at(&mut tx, &Ring { bell: 1 }, ground.now().plus_seconds(60)).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    assert_eq!(ground.counts().await.scheduled, 1);
    ground.clock.advance(60);
    assert_eq!(ground.counts().await.oldest_ready, Some(ground.now()));
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
}

#[tokio::test]
async fn many_jobs_are_written_in_one_statement() {
    let ground = Ground::new().await;
    let heard = Heard::default();
    let cx = ground.cx();
    let jobs: Vec<NewJob> = (0..50).map(|bell| NewJob::of(&cx, &Ring { bell }).unwrap()).collect();
    let mut tx = cx.begin().await.unwrap();
    job::enqueue_many(&mut tx, &jobs).await.unwrap();
    job::enqueue_many(&mut tx, &[]).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(ground.runner(heard.registry()).run_until_idle().await.unwrap(), 50);

    assert_eq!(heard.bells(), (0..50).collect::<Vec<u32>>());
}

#[tokio::test]
async fn a_failing_job_is_tried_again_after_growing_pauses_and_then_given_up() {
    let ground = Ground::new().await;
    let runner =
        ground.runner(registry(|_, _| Box::pin(async { Err(std::io::Error::other("no bell").into()) })));
    ground.ring(1).await;

    for pause in [2, 17] {
        assert_eq!(runner.run_until_idle().await.unwrap(), 1);
        assert_eq!(runner.run_until_idle().await.unwrap(), 0, "not before the pause is over");
        ground.clock.advance(pause);
    }
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);

    let dead = ground.dead().await;
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].attempts, 3);
    assert_eq!(dead[0].last_error.as_deref(), Some("given up after 3 attempts: no bell"));
    ground.clock.advance(86_400);
    assert_eq!(runner.run_until_idle().await.unwrap(), 0, "a dead letter is left alone");
}

#[tokio::test]
async fn a_dead_letter_can_be_done_again_or_thrown_away() {
    let ground = Ground::new().await;
    ground.ring(1).await;
    ground.ring(2).await;
    let hopeless = registry(|_, _| Box::pin(async { Err(JobError::fail("no such bell")) }));
    ground.runner(hopeless).run_until_idle().await.unwrap();
    let dead = ground.dead().await;
    assert_eq!(dead.iter().map(|letter| letter.attempts).collect::<Vec<_>>(), [1, 1]);
    let (second, first) = (dead[0].id, dead[1].id);
    let mut conn = ground.db.pool().acquire().await.unwrap();
    let stranger = OrgId::new(ground.now(), &ground.chance);

    assert!(!job::replay(&mut conn, Some(stranger), first, ground.now()).await.unwrap());
    assert!(!job::discard(&mut conn, Some(stranger), second).await.unwrap());
    assert!(job::replay(&mut conn, Some(ground.org), first, ground.now()).await.unwrap());
    assert!(!job::replay(&mut conn, None, first, ground.now()).await.unwrap(), "no longer dead");
    assert!(job::discard(&mut conn, None, second).await.unwrap());

    let heard = Heard::default();
    ground.runner(heard.registry()).run_until_idle().await.unwrap();
    assert_eq!(heard.bells(), [1]);
    assert!(ground.dead().await.is_empty());
}

#[tokio::test]
async fn dead_letters_are_listed_for_their_organisation_latest_first_in_pages() {
    let ground = Ground::new().await;
    let hopeless = ground.runner(registry(|_, _| Box::pin(async { Err(JobError::fail("no such bell")) })));
    for bell in 1..=3 {
        ground.ring(bell).await;
        hopeless.run_until_idle().await.unwrap();
        ground.clock.advance(1);
    }
    let mut conn = ground.db.pool().acquire().await.unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = job::dead_letters(&mut conn, Some(ground.org), after, 2).await.unwrap();
        seen.extend(page.items.iter().map(|letter| letter.payload["bell"].as_u64().unwrap()));
        let Some(cursor) = page.next_cursor else { break };
        after = Some(kernel::Cursor::decode(&cursor).unwrap());
    }
    assert_eq!(seen, [3, 2, 1]);
    let stranger = OrgId::new(ground.now(), &ground.chance);
    assert!(job::dead_letters(&mut conn, Some(stranger), None, 2).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_payload_nobody_can_read_is_given_up_at_once() {
    let ground = Ground::new().await;
    let cx = ground.cx();
    let broken = NewJob { payload: json!({"bell": "silver"}), ..NewJob::of(&cx, &Ring { bell: 1 }).unwrap() };
    let mut tx = cx.begin().await.unwrap();
    job::enqueue_many(&mut tx, &[broken]).await.unwrap();
    tx.commit().await.unwrap();

    ground.runner(Heard::default().registry()).run_until_idle().await.unwrap();

    let error = ground.dead().await.remove(0).last_error.unwrap();
    assert!(
        error.starts_with("the payload can't be read as test.ring: invalid type: string \"silver\""),
        "{error}"
    );
}

#[tokio::test]
async fn a_kind_nobody_here_knows_is_left_for_those_who_do() {
    let ground = Ground::new().await;
    ground.ring(1).await;
    assert_eq!(ground.runner(Registry::new()).run_until_idle().await.unwrap(), 0);
    assert_eq!(ground.counts().await.ready, 1);
}

#[tokio::test]
async fn a_panic_is_a_failure_like_any_other() {
    let ground = Ground::new().await;
    let runner = ground.runner(registry(|_, bell| Box::pin(async move { panic!("bell {bell} fell down") })));
    ground.ring(7).await;
    for _ in 0..3 {
        assert_eq!(runner.run_until_idle().await.unwrap(), 1);
        ground.clock.advance(3_600);
    }
    let error = ground.dead().await.remove(0).last_error.unwrap();
    assert_eq!(error, "given up after 3 attempts: it panicked: bell 7 fell down");
}

#[tokio::test]
async fn a_snoozed_job_comes_back_without_having_used_an_attempt() {
    let ground = Ground::new().await;
    let times = Arc::new(AtomicUsize::new(0));
    let counter = times.clone();
    let runner = ground.runner(registry(move |cx, _| {
        assert_eq!(cx.attempt, 1);
        let early = counter.fetch_add(1, Ordering::SeqCst) < 10;
        Box::pin(async move { if early { Err(JobError::Snooze(Duration::from_secs(30))) } else { Ok(()) } })
    }));
    ground.ring(1).await;
    for _ in 0..11 {
        assert_eq!(runner.run_until_idle().await.unwrap(), 1);
        assert_eq!(runner.run_until_idle().await.unwrap(), 0);
        ground.clock.advance(30);
    }
    assert_eq!(times.load(Ordering::SeqCst), 11);
    assert_eq!(ground.counts().await.scheduled, 0);
}

#[tokio::test]
async fn a_key_names_one_unfinished_job_that_can_be_replaced_and_taken_back() {
    let ground = Ground::new().await;
    let heard = Heard::default();
    let runner = ground.runner(heard.registry());
    ground.ring_keyed("expire:1", 1, ground.now().plus_seconds(10)).await;
    ground.ring_keyed("expire:1", 2, ground.now().plus_seconds(60)).await;
    ground.ring_keyed("expire:2", 3, ground.now().plus_seconds(10)).await;
    let mut tx = ground.cx().begin().await.unwrap();
    assert!(job::remove(&mut tx, "expire:2").await.unwrap());
    assert!(!job::remove(&mut tx, "expire:2").await.unwrap());
    tx.commit().await.unwrap();

    ground.clock.advance(10);
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    ground.clock.advance(50);
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(heard.bells(), [2]);

    ground.ring_keyed("expire:1", 4, ground.now()).await;
    assert_eq!(runner.run_until_idle().await.unwrap(), 1, "a finished job's key is free again");
}

#[tokio::test]
async fn a_job_replaced_while_it_runs_is_done_again_afterwards() {
    let ground = Ground::new().await;
    let (begun, mut begins) = mpsc::unbounded_channel();
    let go = Arc::new(tokio::sync::Semaphore::new(0));
    let gate = go.clone();
    let registry = registry(move |_, bell| {
        begun.send(bell).unwrap();
        let gate = gate.clone();
        Box::pin(async move { Ok(gate.acquire().await?.forget()) })
    });
    ground.ring_keyed("k", 1, ground.now()).await;
    let worker = ground.start(registry, ground.options());
    assert_eq!(begins.recv().await, Some(1));

    ground.ring_keyed("k", 2, ground.now()).await;
    ground.ring_keyed("k", 3, ground.now()).await;
    assert_eq!(ground.counts().await.running, 1, "never twice at the same time");
    go.add_permits(2);

    assert_eq!(begins.recv().await, Some(3));
    worker.shut_down().await;
    assert_eq!(
        ground.counts().await,
        job::Counts { ready: 0, running: 0, scheduled: 0, dead: 0, oldest_ready: None }
    );
}

#[tokio::test]
async fn a_commit_wakes_the_worker_without_waiting_for_its_next_look() {
    let ground = Ground::new().await;
    let (heard, mut hears) = mpsc::unbounded_channel();
    let registry = registry(move |_, bell| {
        heard.send(bell).unwrap();
        Box::pin(async { Ok(()) })
    });
    let options = RunnerOptions { poll_interval: Duration::from_secs(3_600), ..ground.options() };
    let worker = ground.start(registry, options);
    for bell in 1..=3 {
        ground.ring(bell).await;
        assert_eq!(hears.recv().await, Some(bell));
    }
    worker.shut_down().await;
}

#[tokio::test]
async fn two_workers_never_do_the_same_job() {
    let ground = Ground::new().await;
    let rung: Arc<Mutex<HashMap<u32, usize>>> = Arc::default();
    let left = Arc::new(AtomicUsize::new(300));
    let (all_done, mut done) = mpsc::unbounded_channel();
    let cx = ground.cx();
    let jobs: Vec<NewJob> = (0..300).map(|bell| NewJob::of(&cx, &Ring { bell }).unwrap()).collect();
    let mut tx = cx.begin().await.unwrap();
    job::enqueue_many(&mut tx, &jobs).await.unwrap();
    tx.commit().await.unwrap();

    let workers: Vec<Background> = (0..2)
        .map(|_| {
            let (rung, left, all_done) = (rung.clone(), left.clone(), all_done.clone());
            let registry = registry(move |_, bell| {
                *rung.lock().unwrap().entry(bell).or_default() += 1;
                let last = left.fetch_sub(1, Ordering::SeqCst) == 1;
                let all_done = all_done.clone();
                Box::pin(async move {
                    tokio::task::yield_now().await;
                    if last {
                        all_done.send(())?;
                    }
                    Ok(())
                })
            });
            ground.start(registry, ground.options())
        })
        .collect();
    done.recv().await;
    for worker in workers {
        worker.shut_down().await;
    }

    let rung = rung.lock().unwrap();
    assert_eq!(rung.len(), 300);
    assert!(rung.values().all(|times| *times == 1), "{rung:?}");
    assert_eq!(
        ground.counts().await,
        job::Counts { ready: 0, running: 0, scheduled: 0, dead: 0, oldest_ready: None }
    );
}

#[tokio::test]
async fn a_job_of_a_killed_worker_is_done_by_another_when_the_lease_is_over() {
    let ground = Ground::new().await;
    let (registry, mut begins) = stuck();
    ground.ring(1).await;
    let worker = ground.start(registry, ground.options());
    assert_eq!(begins.recv().await, Some(1));
    worker.kill().await;

    let heard = Heard::default();
    let runner = ground.runner(heard.registry());
    ground.clock.advance(299);
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    ground.clock.advance(1);
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(heard.bells(), [1]);
}

#[tokio::test]
async fn a_job_that_kills_every_worker_is_given_up() {
    let ground = Ground::new().await;
    ground.ring(1).await;
    for _ in 0..3 {
        let (registry, mut begins) = stuck();
        let worker = ground.start(registry, ground.options());
        assert_eq!(begins.recv().await, Some(1));
        worker.kill().await;
        ground.clock.advance(300);
    }

    let heard = Heard::default();
    ground.runner(heard.registry()).run_until_idle().await.unwrap();

    assert!(heard.bells().is_empty());
    let error = ground.dead().await.remove(0).last_error.unwrap();
    assert_eq!(error, "no attempt came to an end: the worker died or hung each time");
}

#[tokio::test]
async fn a_long_job_keeps_its_lease() {
    let ground = Ground::new().await;
    let (registry, mut begins) = stuck();
    ground.ring(1).await;
    let options = RunnerOptions { lease: Duration::from_secs(1), drain: Duration::ZERO, ..ground.options() };
    let worker = ground.start(registry, options);
    assert_eq!(begins.recv().await, Some(1));

    ground.clock.advance(1);
    // The lease would be over now, but the worker renews it three times a second.
    while ground.counts().await.running == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(ground.runner(Heard::default().registry()).run_until_idle().await.unwrap(), 0);
    worker.shut_down().await;
}

#[tokio::test]
async fn a_shutdown_waits_for_running_jobs_and_fetches_no_more() {
    let ground = Ground::new().await;
    let (begun, mut begins) = mpsc::unbounded_channel();
    let go = Arc::new(tokio::sync::Notify::new());
    let gate = go.clone();
    let registry = registry(move |_, bell| {
        begun.send(bell).unwrap();
        let gate = gate.clone();
        Box::pin(async move { Ok(gate.notified().await) })
    });
    ground.ring(1).await;
    let worker = ground.start(registry, RunnerOptions { concurrency: 1, ..ground.options() });
    assert_eq!(begins.recv().await, Some(1));
    ground.ring(2).await;

    worker.stop.cancel();
    go.notify_one();
    worker.shut_down().await;

    assert!(begins.try_recv().is_err());
    let counts = ground.counts().await;
    assert_eq!((counts.ready, counts.running), (1, 0), "the first is done, the second waits");
}

#[tokio::test]
async fn a_job_that_outlives_the_shutdown_is_given_back_untried() {
    let ground = Ground::new().await;
    let (stuck, mut begins) = stuck();
    ground.ring(1).await;
    let worker = ground.start(stuck, RunnerOptions { drain: Duration::ZERO, ..ground.options() });
    assert_eq!(begins.recv().await, Some(1));
    worker.shut_down().await;

    assert_eq!(ground.counts().await.ready, 1);
    let (told, mut tells) = mpsc::unbounded_channel();
    let registry = registry(move |cx, _| {
        told.send(cx.attempt).unwrap();
        Box::pin(async { Ok(()) })
    });
    ground.runner(registry).run_until_idle().await.unwrap();
    assert_eq!(tells.recv().await, Some(1));
}

#[tokio::test]
async fn a_recurring_job_is_enqueued_once_a_moment_however_many_workers_there_are() {
    let ground = Ground::new().await;
    let heard = Heard::default();
    let registry = || {
        let registry = heard.registry().cron("bell", "every 15s", || Ring { bell: 9 });
        ground.runner(registry.unwrap())
    };
    let (one, two) = (registry(), registry());

    for moment in 0..4 {
        let (first, second) = tokio::join!(one.run_until_idle(), two.run_until_idle());
        assert_eq!(first.unwrap() + second.unwrap(), usize::from(moment > 0));
        ground.clock.advance(15);
    }

    assert_eq!(heard.bells(), [9, 9, 9]);
    ground.clock.advance(3_600);
    assert_eq!(one.run_until_idle().await.unwrap(), 1, "moments nobody was there for are made up for once");
}

#[tokio::test]
async fn a_recurring_job_does_not_pile_up() {
    let ground = Ground::new().await;
    let failing = registry(|_, _| Box::pin(async { Err(JobError::retry("not now")) }));
    let runner = ground.runner(failing.cron("bell", "every 1s", || Ring { bell: 9 }).unwrap());
    runner.run_until_idle().await.unwrap();
    ground.clock.advance(1);
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    for _ in 0..5 {
        ground.clock.advance(1);
        runner.run_until_idle().await.unwrap();
    }
    let counts = ground.counts().await;
    assert_eq!(counts.ready + counts.scheduled, 1);
}

#[tokio::test]
async fn a_test_can_see_what_it_left_undone() {
    let ground = Ground::new().await;
    ground.ring(1).await;
    let mut tx = ground.cx().begin().await.unwrap();
    job::enqueue_at(&mut tx, &Ring { bell: 2 }, ground.now().plus_seconds(60)).await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = ground.db.pool().acquire().await.unwrap();
    let left = job::leftovers(&mut conn, ground.now()).await.unwrap();
    assert_eq!(left.len(), 1, "what is meant for later is no leftover");
    assert_eq!((left[0].kind.as_str(), left[0].dead), ("test.ring", false));
}
