//! All test orders of an event are removed in the background, however many there are.

use reqwest::Method;
use sales::test_mode::jobs::{RemoveTests, RemovesTests};
use serde_json::{Value, json};
use store::job::{Handler, JobCx, JobError};

use crate::app::{Shop, TestApp};

/// More than a removal takes at once, which is fifty.
const TESTS: usize = 60;

/// An event in test mode with one order that counts and [`TESTS`] that do not.
async fn tried_out() -> (TestApp, Shop, String) {
    let try_out = async |app: &TestApp| {
        let (shop, ticket) = Shop::open(app, "harbour", 2500, Some(300)).await;
        shop.sell(&ticket, 2).await;
        let request = shop.owner.request(Method::PUT, &shop.api("/test-mode"));
        shop.owner.send(request.json(&json!({ "on": true, "confirm": shop.event }))).await.expect(200);
        place(&shop, &ticket, TESTS).await;
        app.run_jobs().await;
        (shop, ticket)
    };
    let (app, (shop, ticket)) = TestApp::after("", try_out).await;
    (app, shop, ticket)
}

async fn place(shop: &Shop, ticket: &str, tests: usize) {
    for number in 0..tests {
        shop.order(ticket, 1, "manual", number % 2 == 0).await.expect(201);
    }
}

/// Asks for the removal; how many test orders there were.
async fn remove(shop: &Shop) -> Value {
    shop.owner.delete(&shop.api("/test-mode/orders")).await.expect(202).json()["orders"].clone()
}

/// How many test orders are left, and whether they are being removed.
async fn left(shop: &Shop) -> (i64, bool) {
    let state = shop.owner.get(&shop.api("/test-mode")).await.expect(200).json();
    (state["orders"].as_i64().unwrap(), state["removing"].as_bool().unwrap())
}

/// Has the workers go on until nobody removes any more.
async fn finish(app: &TestApp, shop: &Shop) {
    app.run_jobs().await;
    while left(shop).await.1 {
        app.clock.advance(1);
        app.run_jobs().await;
    }
}

async fn sound(app: &TestApp, shop: &Shop) {
    assert_eq!(shop.stock().await, (2, 0), "what counts is untouched");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

/// The removal that waits in the queue, and what a worker that took it would be given.
async fn taken(app: &TestApp) -> (JobCx, RemoveTests) {
    let row: (i64, kernel::OrgId, Value) =
        sqlx::query_as("select id, org_id, payload from jobs where kind = 'event.remove_tests'")
            .fetch_one(&mut app.owner().await)
            .await
            .unwrap();
    let cx = JobCx {
        db: app.app.db.clone(),
        org: Some(row.1),
        now: app.app.now(),
        chance: app.app.chance.clone(),
        correlation: app.cx(row.1).correlation,
        id: row.0,
        attempt: 1,
        max_attempts: 12,
    };
    (cx, serde_json::from_value(row.2).unwrap())
}

#[testkit::test]
async fn many_are_removed_some_at_a_time_and_those_placed_meanwhile_stay() {
    let (app, shop, ticket) = tried_out().await;
    place(&shop, &ticket, TESTS).await;
    app.run_jobs().await;
    assert_eq!(left(&shop).await, (120, false));
    assert_eq!(remove(&shop).await, 120);
    assert_eq!(left(&shop).await, (120, true), "nobody waits for it");
    app.clock.advance(1);
    place(&shop, &ticket, 3).await;
    let (cx, job) = taken(&app).await;
    let first = RemovesTests.run(&cx, job).await;
    assert!(matches!(first, Err(JobError::Snooze(_))), "there is more to do: {first:?}");
    assert_eq!(left(&shop).await, (73, true));
    sound(&app, &shop).await;
    finish(&app, &shop).await;
    assert_eq!(left(&shop).await, (3, false), "what was placed after the request is not lost");
    sound(&app, &shop).await;
    assert_eq!(remove(&shop).await, 3);
    finish(&app, &shop).await;
    assert_eq!(left(&shop).await, (0, false));
    sound(&app, &shop).await;
}

#[testkit::test]
async fn a_removal_that_is_killed_in_the_middle_goes_on() {
    let (app, shop, _) = tried_out().await;
    remove(&shop).await;
    let (cx, job) = taken(&app).await;
    let worker = tokio::spawn(async move { RemovesTests.run(&cx, job).await });
    while left(&shop).await.0 > 55 {
        tokio::task::yield_now().await;
    }
    worker.abort();
    assert!(worker.await.is_err(), "it was at it");
    let (rest, removing) = left(&shop).await;
    assert!(removing && rest > 0, "{rest} are left");
    sound(&app, &shop).await;
    finish(&app, &shop).await;
    assert_eq!(left(&shop).await, (0, false));
    sound(&app, &shop).await;
}

#[testkit::test]
async fn asking_again_while_it_runs_takes_in_what_came_since() {
    let (app, shop, ticket) = tried_out().await;
    assert_eq!(remove(&shop).await, 60);
    let (cx, job) = taken(&app).await;
    RemovesTests.run(&cx, job).await.unwrap_err();
    app.clock.advance(1);
    place(&shop, &ticket, 2).await;
    assert_eq!(remove(&shop).await, 12);
    let waiting: i64 = sqlx::query_scalar("select count(*) from jobs where kind = 'event.remove_tests'")
        .fetch_one(&mut app.owner().await)
        .await
        .unwrap();
    assert_eq!(waiting, 1, "one at a time");
    // A worker that still holds what was asked first does no harm beside the other.
    let (cx, job) = taken(&app).await;
    let (_, beside) = tokio::join!(app.run_jobs(), RemovesTests.run(&cx, job));
    assert!(matches!(beside, Ok(()) | Err(JobError::Snooze(_))), "{beside:?}");
    finish(&app, &shop).await;
    assert_eq!(left(&shop).await, (0, false));
    sound(&app, &shop).await;
}
