//! Several workers, killed workers, stopping workers, recurring jobs.

use super::*;

#[testkit::test]
async fn a_job_replaced_while_it_runs_is_done_again_afterwards() {
    let ground = Ground::new().await;
    let (begun, mut begins) = mpsc::unbounded_channel();
    let go = Arc::new(tokio::sync::Semaphore::new(0));
    let gate = go.clone();
    let registry = registry(move |_, bell| {
        begun.send(bell).unwrap();
        let gate = gate.clone();
        Box::pin(async move {
            gate.acquire().await?.forget();
            Ok(())
        })
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

#[testkit::test]
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

#[testkit::test]
async fn two_workers_never_do_the_same_job() {
    let ground = Ground::new().await;
    let rung: Arc<Mutex<HashMap<u32, usize>>> = Arc::default();
    let left = Arc::new(AtomicUsize::new(300));
    let (all_done, mut done) = mpsc::unbounded_channel();
    let cx = ground.cx();
    let jobs: Vec<NewJob> = (0..300).map(|bell| NewJob::of(&cx, &Ring { bell }).unwrap()).collect();
    let mut tx = cx.begin().await.unwrap();
    job::enqueue_many(&mut tx, jobs).await.unwrap();
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

    let rung = rung.lock().unwrap().clone();
    assert_eq!(rung.len(), 300);
    assert!(rung.values().all(|times| *times == 1), "{rung:?}");
    assert_eq!(
        ground.counts().await,
        job::Counts { ready: 0, running: 0, scheduled: 0, dead: 0, oldest_ready: None }
    );
}

#[testkit::test]
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

#[testkit::test]
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

#[testkit::test]
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

#[testkit::test]
async fn a_job_that_the_database_forgot_to_be_taken_does_not_run_twice() {
    let ground = Ground::new().await;
    let (registry, mut begins, go) = held();
    ground.ring(1).await;
    let worker = ground.start(registry, ground.options());
    assert_eq!(begins.recv().await, Some(1));

    // As after the end of a PostgreSQL that had not written it down yet.
    let forgotten = "update jobs set locked_by = null, locked_until = null, attempts = 0";
    sqlx::query(forgotten).execute(&mut *ground.db.outside().await.unwrap()).await.unwrap();
    ground.ring(2).await;
    assert_eq!(begins.recv().await, Some(2), "only the second begins");

    go.add_permits(2);
    worker.shut_down().await;
    assert!(begins.try_recv().is_err());
    let counts = ground.counts().await;
    assert_eq!((counts.ready, counts.running), (0, 0), "both are done");
}

#[testkit::test]
async fn a_shutdown_waits_for_running_jobs_and_fetches_no_more() {
    let ground = Ground::new().await;
    let (registry, mut begins, go) = held();
    ground.ring(1).await;
    let worker = ground.start(registry, RunnerOptions { concurrency: 1, ..ground.options() });
    assert_eq!(begins.recv().await, Some(1));
    ground.ring(2).await;

    worker.stop.cancel();
    go.add_permits(1);
    worker.shut_down().await;

    assert!(begins.try_recv().is_err());
    let counts = ground.counts().await;
    assert_eq!((counts.ready, counts.running), (1, 0), "the first is done, the second waits");
}

#[testkit::test]
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

#[testkit::test]
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

#[testkit::test]
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

#[testkit::test]
async fn a_test_can_see_what_it_left_undone() {
    let ground = Ground::new().await;
    ground.ring(1).await;
    let mut tx = ground.cx().begin().await.unwrap();
    job::enqueue_at(&mut tx, &Ring { bell: 2 }, ground.now().plus_seconds(60)).await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = ground.db.outside().await.unwrap();
    let left = job::leftovers(&mut conn, ground.now()).await.unwrap();
    assert_eq!(left.len(), 1, "what is meant for later is no leftover");
    assert_eq!((left[0].kind.as_str(), left[0].dead), ("test.ring", false));
}
