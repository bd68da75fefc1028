//! The data that a stranger looks at first.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::app::{Client, TestApp};

const EVENTS: [&str; 4] = [
    "nordlicht/events/haugen-holm",
    "nordlicht/events/messing-und-mitternacht",
    "rustwerk/events/rustwerk-conf",
    "dar-alhikma/events/umsiyat-al-huruf",
];

const CALLED_OFF: &str = "nordlicht/events/sterne-ueber-dem-hafen";

async fn get(owner: &Client, path: &str) -> Value {
    owner.get(&format!("/api/v1/organisations/{path}")).await.expect(200).json()
}

/// How many orders of an event are in which state.
async fn states(owner: &Client, event: &str) -> BTreeMap<String, i64> {
    let stats = get(owner, &format!("{event}/stats")).await;
    serde_json::from_value(stats["orders"].clone()).unwrap()
}

#[tokio::test]
async fn the_demo_shows_every_state_and_its_books_agree() {
    let app = TestApp::start().await;
    assert!(app.load_demo().await, "the first time it is loaded");
    assert!(!app.load_demo().await, "the second time it is there already");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());

    let owner = app.guest();
    let login = json!({ "email": "demo@tessera.example", "password": "tessera-demo" });
    owner.post("/api/v1/auth/sign-in", login).await.expect(200);
    let concert = get(&owner, &format!("{}/quotas", EVENTS[0])).await;
    assert_eq!(concert["items"][0]["available"], 50, "{concert}");

    let mut sum = BTreeMap::<String, i64>::new();
    for event in EVENTS {
        for (state, count) in states(&owner, event).await {
            *sum.entry(state).or_default() += count;
        }
        let event = get(&owner, event).await;
        assert_eq!((&event["status"], event["cover"].is_object()), (&json!("live"), true));
    }
    let enough = |state: &str, least: i64| assert!(sum[state] >= least, "{state}: {sum:?}");
    enough("paid", 300);
    enough("pending", 3);
    enough("expired", 5);
    enough("cancelled", 5);

    let past = get(&owner, &format!("{}/stats", EVENTS[1])).await;
    let (came, sold) = (past["checked_in"].as_i64().unwrap(), past["tickets_sold"].as_i64().unwrap());
    assert!(sold >= 140 && came * 100 >= sold * 85 && came < sold, "{came} of {sold}");

    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    let called_off = get(&owner, CALLED_OFF).await;
    assert_eq!(called_off["status"], "cancelled");
    let page = app.guest().get(called_off["public_url"].as_str().unwrap()).await.expect(200).text();
    assert!(page.contains("Geländer") || page.contains("railing"), "{page}");
    let mails = get(&owner, "nordlicht/mails").await;
    let mails = mails["items"].as_array().unwrap().iter();
    let told = mails.filter(|mail| mail["template"] == "event_cancelled").count();
    assert!(told >= 8, "everybody who paid is told: {told}");
    let mails = get(&owner, "rustwerk/mails").await;
    assert!(mails["items"].as_array().unwrap().len() > 5);
}

#[tokio::test]
async fn narrower_roles_can_be_tried_in_one_organisation() {
    let app = TestApp::start().await;
    app.load_demo().await;
    for (name, orders, scans) in [("door", 403, 200), ("finance", 200, 403), ("viewer", 200, 200)] {
        let member = app.guest();
        let login = json!({ "email": format!("{name}@tessera.example"), "password": "tessera-demo" });
        member.post("/api/v1/auth/sign-in", login).await.expect(200);
        let me = member.get("/api/v1/me").await.expect(200).json();
        assert_eq!(me["organisations"].as_array().unwrap().len(), 1, "{me}");
        assert_eq!(me["organisations"][0]["role"], name);
        let here = format!("/api/v1/organisations/{}", EVENTS[0]);
        member.get(&format!("{here}/orders")).await.expect(orders);
        member.get(&format!("{here}/check-in-lists")).await.expect(scans);
    }
    app.run_jobs().await;
}
