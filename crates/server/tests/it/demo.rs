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

const TESTED: &str = "lindenhof/events/summer-school-of-maps";

const CALLED_OFF: &str = "nordlicht/events/sterne-ueber-dem-hafen";

async fn get(owner: &Client, path: &str) -> Value {
    owner.get(&format!("/api/v1/organisations/{path}")).await.expect(200).json()
}

/// How many orders of an event are in which state.
async fn states(owner: &Client, event: &str) -> BTreeMap<String, i64> {
    let stats = get(owner, &format!("{event}/stats")).await;
    serde_json::from_value(stats["orders"].clone()).unwrap()
}

/// A program with the demo data, all work done.
async fn demo() -> TestApp {
    let load = async |app: &TestApp| {
        assert!(app.load_demo().await, "the first time it is loaded");
        assert!(!app.load_demo().await, "the second time it is there already");
        assert_eq!(app.broken_invariants().await, Vec::<String>::new());
        app.run_jobs().await;
    };
    TestApp::after("", load).await.0
}

#[testkit::test]
async fn the_demo_shows_every_state_and_its_books_agree() {
    let app = demo().await;
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

    let tested = get(&owner, &format!("{TESTED}/test-mode")).await;
    assert_eq!((&tested["on"], &tested["orders"]), (&json!(true), &json!(3)));
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

#[testkit::test]
async fn narrower_roles_can_be_tried_in_one_organisation() {
    let app = demo().await;
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

#[testkit::test]
async fn five_events_show_how_prices_can_be_made() {
    let app = demo().await;
    let owner = app.guest();
    let login = json!({ "email": "demo@tessera.example", "password": "tessera-demo" });
    owner.post("/api/v1/auth/sign-in", login).await.expect(200);
    let products = async |event: &str| -> Vec<Value> {
        let products = get(&owner, &format!("lindenhof/events/{event}/products")).await;
        products["items"].as_array().unwrap().iter().map(|product| product["id"].clone()).collect()
    };
    let ask = async |event: &str, body: Value| {
        let guest = app.guest();
        guest.post(&format!("/api/v1/public/lindenhof/{event}/quote"), body).await
    };
    let total = |quote: &Value| quote["total_minor"].as_i64().unwrap();

    // Tiers: the first one is on now.
    let conference = products("interface-days").await;
    let one = json!({ "lines": [{ "product": conference[0] }] });
    assert_eq!(total(&ask("interface-days", one).await.expect(200).json()), 34_900);
    // Students: nobody sees the ticket without the code.
    let school = products("summer-school-of-maps").await;
    let student = json!({ "lines": [{ "product": school[1] }] });
    ask("summer-school-of-maps", student.clone()).await.expect(422);
    let proven = json!({ "lines": student["lines"], "voucher": "student-7" });
    assert_eq!(total(&ask("summer-school-of-maps", proven).await.expect(200).json()), 14_900);
    // Five of the same are cheaper.
    let quiz = products("the-long-quiz").await;
    let chairs = |quantity: i64| json!({ "lines": [{ "product": quiz[0], "quantity": quantity }] });
    assert_eq!(total(&ask("the-long-quiz", chairs(4)).await.expect(200).json()), 4 * 1_400);
    assert_eq!(total(&ask("the-long-quiz", chairs(5)).await.expect(200).json()), 5 * 1_190);
    // Camping goes with a ticket only, and has places of its own; each ticket has a fee.
    let festival = products("meadow-festival").await;
    let lines = json!({ "lines": [
        { "product": festival[0] }, { "product": festival[1], "parent": 0 },
    ] });
    assert_eq!(total(&ask("meadow-festival", lines).await.expect(200).json()), 15_900 + 4_500 + 2 * 350);
    ask("meadow-festival", json!({ "lines": [{ "product": festival[1] }] })).await.expect(422);
    let lists = get(&owner, "lindenhof/events/meadow-festival/check-in-lists").await;
    assert_eq!(
        (&lists["items"][1]["name"], &lists["items"][1]["match_add_ons"]),
        (&json!("Camping gate"), &json!(true))
    );
    // The bundle is taxed by its parts.
    let concert = products("winter-concert").await;
    let patron = json!({ "lines": [{ "product": concert[3] }] });
    let patron = ask("winter-concert", patron).await.expect(200).json();
    assert_eq!((total(&patron), patron["taxes"].as_array().unwrap().len()), (20_000, 2), "{patron}");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
