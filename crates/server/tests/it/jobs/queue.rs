//! What is written into the queue, and what becomes of each job.

use super::*;

#[testkit::test]
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

#[testkit::test]
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

#[testkit::test]
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

#[testkit::test]
async fn many_jobs_are_written_in_one_statement() {
    let ground = Ground::new().await;
    let heard = Heard::default();
    let cx = ground.cx();
    let jobs: Vec<NewJob> = (0..50).map(|bell| NewJob::of(&cx, &Ring { bell }).unwrap()).collect();
    let mut tx = cx.begin().await.unwrap();
    job::enqueue_many(&mut tx, jobs).await.unwrap();
    job::enqueue_many(&mut tx, Vec::new()).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(ground.runner(heard.registry()).run_until_idle().await.unwrap(), 50);

    assert_eq!(heard.bells(), (0..50).collect::<Vec<u32>>());
}

#[testkit::test]
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

#[testkit::test]
async fn a_dead_letter_can_be_done_again_or_thrown_away() {
    let ground = Ground::new().await;
    ground.ring(1).await;
    ground.ring(2).await;
    let hopeless = registry(|_, _| Box::pin(async { Err(JobError::fail("no such bell")) }));
    ground.runner(hopeless).run_until_idle().await.unwrap();
    let dead = ground.dead().await;
    assert_eq!(dead.iter().map(|letter| letter.attempts).collect::<Vec<_>>(), [1, 1]);
    let (second, first) = (dead[0].id, dead[1].id);
    let mut conn = ground.db.outside().await.unwrap();
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

#[testkit::test]
async fn dead_letters_are_listed_for_their_organisation_latest_first_in_pages() {
    let ground = Ground::new().await;
    let hopeless = ground.runner(registry(|_, _| Box::pin(async { Err(JobError::fail("no such bell")) })));
    for bell in 1..=3 {
        ground.ring(bell).await;
        hopeless.run_until_idle().await.unwrap();
        ground.clock.advance(1);
    }
    let mut conn = ground.db.outside().await.unwrap();
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

#[testkit::test]
async fn a_payload_nobody_can_read_is_given_up_at_once() {
    let ground = Ground::new().await;
    let cx = ground.cx();
    let broken = NewJob { payload: json!({"bell": "silver"}), ..NewJob::of(&cx, &Ring { bell: 1 }).unwrap() };
    let mut tx = cx.begin().await.unwrap();
    job::enqueue_many(&mut tx, vec![broken]).await.unwrap();
    tx.commit().await.unwrap();

    ground.runner(Heard::default().registry()).run_until_idle().await.unwrap();

    let error = ground.dead().await.remove(0).last_error.unwrap();
    assert!(
        error.starts_with("the payload can't be read as test.ring: invalid type: string \"silver\""),
        "{error}"
    );
}

#[testkit::test]
async fn a_kind_nobody_here_knows_is_left_for_those_who_do() {
    let ground = Ground::new().await;
    ground.ring(1).await;
    assert_eq!(ground.runner(Registry::new()).run_until_idle().await.unwrap(), 0);
    assert_eq!(ground.counts().await.ready, 1);
}

#[testkit::test]
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

#[testkit::test]
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

#[testkit::test]
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
