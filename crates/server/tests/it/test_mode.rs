//! Events in test mode: what is ordered meanwhile takes places of a stock of its own and counts nowhere.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    app::{Answer, Shop, TestApp, order_body},
    check_in::{Door, short_codes},
};

async fn switch(shop: &Shop, body: Value) -> Answer {
    let request = shop.owner.request(Method::PUT, &shop.api("/test-mode"));
    shop.owner.send(request.json(&body)).await
}

/// Puts the event into test mode.
async fn test(shop: &Shop) -> Value {
    switch(shop, json!({ "on": true, "confirm": shop.event })).await.expect(200).json()
}

async fn end(shop: &Shop) -> Value {
    switch(shop, json!({ "on": false })).await.expect(200).json()
}

async fn state(shop: &Shop) -> Value {
    shop.owner.get(&shop.api("/test-mode")).await.expect(200).json()
}

async fn put_in_cart(app: &TestApp, shop: &Shop, ticket: &str, quantity: u32) -> Answer {
    let lines = json!({ "lines": [{ "product": ticket, "quantity": quantity }] });
    app.guest().post(&shop.public("/carts"), lines).await
}

/// Orders what is in a cart.
async fn order_cart(app: &TestApp, shop: &Shop, cart: &Value, method: &str) -> Answer {
    let (guest, path) = (app.guest(), shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap())));
    guest.patch(&path, json!({ "name": "Grace", "email": "grace@guest.example" })).await;
    let total = &cart["total"]["amount_minor"];
    guest
        .post(&format!("{path}/order"), json!({ "payment_method": method, "shown_total_minor": total }))
        .await
}

async fn left(app: &TestApp, shop: &Shop) -> Value {
    let seen = app.guest().get(&shop.public("")).await.expect(200).json();
    seen["products"][0]["availability"]["available_up_to"].clone()
}

async fn rows(app: &TestApp, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut app.owner().await).await.unwrap()
}

#[testkit::test]
async fn tests_take_nothing_that_is_real_and_are_in_no_number() {
    let (app, shop, ticket) = Shop::opened(2500, Some(5)).await;
    let real = shop.sell(&ticket, 2).await;
    assert_eq!(switch(&shop, json!({ "on": true })).await.refused_field(), "/confirm");
    let begun = json!({ "on": true, "orders": 0, "removing": false, "carts": 0, "live_carts": 0 });
    assert_eq!(test(&shop).await, begun);
    assert_eq!(left(&app, &shop).await, json!(5), "the test stock is as large as the real one was at first");

    let cart = put_in_cart(&app, &shop, &ticket, 3).await.expect(201).json();
    assert_eq!(cart["test"], true);
    let placed = order_cart(&app, &shop, &cart, "bank_transfer").await.expect(201).json();
    assert_eq!(placed["order"]["test"], true);
    let code = placed["order"]["code"].as_str().unwrap().to_owned();
    let paid = shop.order(&ticket, 2, "manual", true).await.expect(201).json();
    assert_eq!((&paid["test"], &paid["ledger"]), (&json!(true), &json!([])));
    assert_eq!(put_in_cart(&app, &shop, &ticket, 1).await.problem(409), "sales.sold_out");
    assert_eq!(shop.stock().await, (2, 0));
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    assert_eq!(quotas["items"].as_array().unwrap().len(), 1, "nobody sees the doubles");
    shop.owner.post(&shop.api(&format!("/orders/{code}/mark-paid")), json!({})).await.expect(200);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());

    let stats = shop.owner.get(&shop.api("/stats")).await.expect(200).json();
    assert_eq!((&stats["revenue"]["amount_minor"], &stats["orders"]["paid"]), (&json!(5_000), &json!(1)));
    assert_eq!((&stats["tickets_sold"], &stats["tickets_held"]), (&json!(2), &json!(0)));
    let codes = async |filter: &str| {
        let page = shop.owner.get(&shop.api(&format!("/orders{filter}"))).await.expect(200).json();
        let items = page["items"].as_array().unwrap().clone();
        items.iter().map(|order| order["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes("").await, [real["code"].clone()]);
    assert_eq!(codes("?test=true").await, [paid["code"].clone(), json!(code)]);
    let totals = shop.owner.get(&shop.api("/orders/totals")).await.expect(200).json();
    assert_eq!((&totals["count"], &totals["amount"]["amount_minor"]), (&json!(1), &json!(5_000)));
    let sheet = shop.owner.get(&shop.api("/orders.csv")).await.expect(200).text();
    assert!(!sheet.contains(&code));
    let seen = shop.owner.get(&shop.api("")).await.expect(200).json();
    assert_eq!(seen["test_mode"], true);
    assert_eq!(rows(&app, "select count(*) from ledger_entries").await, 2, "one sale, one payment");

    let over = json!({ "on": false, "orders": 2, "removing": false, "carts": 0, "live_carts": 0 });
    assert_eq!(end(&shop).await, over);
    assert_eq!(left(&app, &shop).await, json!(3));
    let again = shop.sell(&ticket, 3).await;
    assert_eq!(again["test"], false);
    assert_eq!(shop.stock().await, (5, 0));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn carts_stay_what_they_were_when_the_mode_changes() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let before = put_in_cart(&app, &shop, &ticket, 2).await.expect(201).json();
    assert_eq!(test(&shop).await["live_carts"], 1);
    let real = order_cart(&app, &shop, &before, "free").await.expect(201).json();
    assert_eq!(real["order"]["test"], false);
    assert_eq!(shop.stock().await, (2, 0));

    let tried = put_in_cart(&app, &shop, &ticket, 5).await.expect(201).json();
    assert_eq!(state(&shop).await["carts"], 1);
    assert_eq!(end(&shop).await["carts"], 0);
    assert_eq!(order_cart(&app, &shop, &tried, "free").await.problem(409), "sales.cart_expired");
    let path = shop.public(&format!("/carts/{}/reacquire", tried["secret"].as_str().unwrap()));
    assert_eq!(app.guest().post(&path, json!({})).await.problem(409), "sales.test_over");
    assert_eq!((shop.stock().await, left(&app, &shop).await), ((2, 0), json!(3)));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn test_orders_can_be_deleted_and_others_can_not() {
    let (app, shop, ticket) = Shop::opened(2500, Some(9)).await;
    let real = shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let kept = rows(&app, "select count(*) from mails").await;
    test(&shop).await;
    let first = shop.order(&ticket, 2, "manual", true).await.expect(201).json();
    shop.order(&ticket, 1, "bank_transfer", false).await.expect(201);
    let cart = put_in_cart(&app, &shop, &ticket, 1).await.expect(201).json();
    order_cart(&app, &shop, &cart, "sandbox").await.expect(201);
    app.run_jobs().await;
    let door = Door::open(&shop).await;
    assert_eq!(door.verdict(&short_codes(&first)[0]).await, "admitted");

    let of = |order: &Value| shop.api(&format!("/test-mode/orders/{}", order["code"].as_str().unwrap()));
    assert_eq!(shop.owner.delete(&of(&real)).await.problem(409), "sales.not_a_test");
    shop.owner.delete(&of(&first)).await.expect(204);
    shop.owner.delete(&of(&first)).await.expect(404);
    assert_eq!(state(&shop).await["orders"], 2);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    let gone = shop.owner.delete(&shop.api("/test-mode/orders")).await.expect(202).json();
    assert_eq!(gone, json!({ "orders": 2 }));
    app.run_jobs().await;
    for (table, count) in [("orders", 1), ("payments", 1), ("tickets", 1), ("check_ins", 0), ("mails", kept)]
    {
        let query = format!("select count(*) from {table}");
        let found: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(&mut app.owner().await).await.unwrap();
        assert_eq!(found, count, "{table}");
    }
    assert_eq!((shop.stock().await, left(&app, &shop).await), ((1, 0), json!(9)));
    shop.order(&ticket, 1, "manual", true).await.expect(201);
    let over = switch(&shop, json!({ "on": false, "delete_orders": true })).await.expect(200).json();
    assert_eq!(over, json!({ "on": false, "orders": 1, "removing": true, "carts": 0, "live_carts": 0 }));
    app.run_jobs().await;
    app.clock.advance(1);
    app.run_jobs().await;
    let over = json!({ "on": false, "orders": 0, "removing": false, "carts": 0, "live_carts": 0 });
    assert_eq!(state(&shop).await, over);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_door_lets_tests_in_as_long_as_it_is_one() {
    let (app, shop, ticket) = Shop::opened(0, Some(9)).await;
    let real = shop.order(&ticket, 1, "free", false).await.expect(201).json();
    test(&shop).await;
    let tried = shop.order(&ticket, 2, "free", false).await.expect(201).json();
    let (codes, door) = (short_codes(&tried), Door::open(&shop).await);
    let first = door.scan(&codes[0]).await;
    assert_eq!((&first["verdict"], &first["detail"]), (&json!("admitted"), &json!("Test ticket. Standard.")));
    assert_eq!(first["counts"], json!({ "expected": 1, "checked_in": 0 }), "tests are not counted");
    assert_eq!(door.verdict(&codes[0]).await, "already_in");
    assert_eq!(door.verdict(&short_codes(&real)[0]).await, "admitted", "real tickets are good all the time");
    end(&shop).await;
    let refused = door.send(&codes[1], Uuid::new_v4(), "").await.expect(200).json();
    assert_eq!((&refused["verdict"], &refused["title"]), (&json!("test_ticket"), &json!("Test ticket")));
    let code = tried["code"].as_str().unwrap();
    let said = format!("Order {code} was a test. Its tickets are good in test mode only.");
    assert_eq!(refused["detail"], said);
    app.run_jobs().await;
    let stats = shop.owner.get(&shop.api("/stats")).await.expect(200).json();
    assert_eq!(stats["checked_in"], 1);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn vouchers_discounts_and_customers_start_anew_in_a_test() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(9)).await;
    let half = json!({ "kind": "percent", "percent": "50" });
    let voucher = json!({ "code": "ONCE", "effect": half, "max_uses": 1, "blocks_quota": true,
        "scope": { "product_ids": [ticket] } });
    let voucher = shop.owner.post(&shop.api("/vouchers"), voucher).await.expect(201).json();
    let early = json!({ "name": { "en": "Early" }, "effect": half, "max_uses": 1 });
    let early = shop.owner.post(&shop.api("/discounts"), early).await.expect(201).json();
    shop.owner
        .patch(&shop.api(&format!("/products/{ticket}")), json!({ "max_per_customer": 1 }))
        .await
        .expect(200);
    let buy = async |code: Option<&str>| {
        let mut body = order_body(&ticket, 1, "manual", true);
        body["voucher"] = json!(code);
        shop.owner.post(&shop.api("/orders"), body).await
    };
    let used = async || {
        let path = shop.api(&format!("/vouchers/{}", voucher["id"].as_str().unwrap()));
        let voucher = shop.owner.get(&path).await.expect(200).json();
        let all = shop.owner.get(&shop.api("/discounts")).await.expect(200).json();
        let found = all["items"].as_array().unwrap().iter().find(|one| one["id"] == early["id"]).unwrap();
        (voucher["used"].as_i64().unwrap(), found["used"].as_i64().unwrap())
    };
    test(&shop).await;
    let tried = buy(Some("ONCE")).await.expect(201).json();
    assert_eq!(tried["total"]["amount_minor"], 2_500);
    assert_eq!(buy(None).await.problem(409), "sales.max_per_customer");
    assert_eq!((used().await, shop.stock().await), ((0, 0), (0, 1)), "the voucher keeps its real place");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    end(&shop).await;
    let real = buy(Some("ONCE")).await.expect(201).json();
    assert_eq!(real["total"]["amount_minor"], 2_500);
    assert_eq!((used().await, shop.stock().await), ((1, 1), (1, 0)));
    let path = shop.api(&format!("/test-mode/orders/{}", tried["code"].as_str().unwrap()));
    shop.owner.delete(&path).await.expect(204);
    assert_eq!((used().await, shop.stock().await), ((1, 1), (1, 0)));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_test_stock_follows_the_quotas() {
    let (app, shop, ticket) = Shop::opened(0, Some(2)).await;
    test(&shop).await;
    let quota = shop.owner.get(&shop.api("/quotas")).await.expect(200).json()["items"][0]["id"].clone();
    let quota = shop.api(&format!("/quotas/{}", quota.as_str().unwrap()));
    put_in_cart(&app, &shop, &ticket, 2).await.expect(201);
    shop.owner.patch(&quota, json!({ "size": 4 })).await.expect(200);
    put_in_cart(&app, &shop, &ticket, 2).await.expect(201);
    shop.owner.patch(&quota, json!({ "size": 1 })).await.expect(200);
    assert_eq!(put_in_cart(&app, &shop, &ticket, 1).await.problem(409), "sales.sold_out");
    let other = shop.add_ticket("Balcony", 0, Some(3)).await;
    put_in_cart(&app, &shop, &other, 3).await.expect(201);
    // Tickets that were tried out move along to another quota.
    let hall = json!({ "name": "Hall", "size": 9, "product_ids": [other] });
    shop.owner.post(&shop.api("/quotas"), hall).await.expect(201);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    app.clock.advance(3 * 60 * 60);
    app.run_jobs().await;
    assert_eq!(state(&shop).await["carts"], 0);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

/// The text as a reader copies it; `None` where there is no program that reads PDF.
fn pdf_text(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("paper.pdf"), pdf).unwrap();
    let mut reader = std::process::Command::new("pdftotext");
    match reader.args(["paper.pdf", "-"]).current_dir(folder.path()).output() {
        Ok(read) => Some(String::from_utf8(read.stdout).unwrap()),
        Err(error) => {
            eprintln!("NOT CHECKED with pdftotext, which cannot be run here: {error}");
            None
        }
    }
}

#[testkit::test]
async fn mails_pages_and_tickets_say_that_it_is_a_test() {
    let (app, shop, ticket) = Shop::opened(0, Some(9)).await;
    let guest = app.guest();
    assert!(!guest.get("/harbour/spring-show").await.expect(200).text().contains("Test mode"));
    test(&shop).await;
    let page = guest.get("/harbour/spring-show").await.expect(200).text();
    assert!(page.contains("This event is being tested."), "{page}");
    assert!(guest.get("/de/harbour/spring-show").await.expect(200).text().contains("Testmodus"));
    assert!(guest.get("/ar/harbour/spring-show").await.expect(200).text().contains("وضع الاختبار"));
    let order = shop.order(&ticket, 1, "free", false).await.expect(201).json();
    app.run_jobs().await;
    let own = guest.get(order["secret_url"].as_str().unwrap()).await.expect(200).text();
    assert!(own.contains("This is a test."));
    let paper = format!("{}/tickets.pdf", order["secret_url"].as_str().unwrap());
    let paper = guest.get(&paper).await.expect(200).body;
    if let Some(text) = pdf_text(&paper) {
        assert!(text.contains("TEST"), "{text}");
    }
    let mails = shop.owner.get("/api/v1/organisations/harbour/mails").await.expect(200).json();
    let subject = mails["items"][0]["subject"].as_str().unwrap();
    assert!(subject.starts_with("[TEST] "), "{subject}");
    let copy = shop.owner.post(&shop.api("/copies"), json!({})).await.expect(201).json();
    assert_eq!(copy["test_mode"], false);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test(parallel)]
async fn while_crowds_buy_the_mode_changes_between_two_orders_and_not_within_one() {
    const SIZE: i64 = 40;
    let (app, shop, ticket) = Shop::opened(0, Some(SIZE)).await;
    let (shop, over) = (Arc::new(shop), Arc::new(AtomicBool::new(false)));
    let mut buyers = JoinSet::new();
    for buyer in 0..160 {
        if buyer == 30 {
            test(&shop).await;
            over.store(true, Ordering::SeqCst);
        }
        let (shop, ticket, guest, over) = (shop.clone(), ticket.clone(), app.guest(), over.clone());
        buyers.spawn(async move {
            let begun_before = !over.load(Ordering::SeqCst);
            let answer = if buyer % 2 == 0 {
                let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
                guest.post(&shop.public("/carts"), lines).await
            } else {
                shop.owner.post(&shop.api("/orders"), order_body(&ticket, 1, "free", false)).await
            };
            match answer.status.as_u16() {
                201 => {
                    let test = answer.json()["test"].as_bool().unwrap();
                    assert!(test || begun_before, "what is begun after the switch is a test");
                    Some(test)
                }
                _ => {
                    assert_eq!(answer.problem(409), "sales.sold_out");
                    None
                }
            }
        });
    }
    let bought = buyers.join_all().await;
    let count =
        |mode: bool| i64::try_from(bought.iter().filter(|bought| **bought == Some(mode)).count()).unwrap();
    let (sold, held) = shop.stock().await;
    assert_eq!((count(false), count(true)), (sold + held, SIZE), "both stocks hold what was taken of them");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
