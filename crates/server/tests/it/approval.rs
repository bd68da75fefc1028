//! Orders that somebody looks at first.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Answer, Shop, TestApp, order_body};

/// A shop whose only ticket is looked at first.
async fn gallery(price_minor: i64, size: i64) -> (TestApp, Shop, String) {
    let open = async move |app: &TestApp| {
        let (shop, ticket) = Shop::open(app, "harbour", price_minor, Some(size)).await;
        look_first(&shop, &ticket).await;
        (shop, ticket)
    };
    let (app, (shop, ticket)) = TestApp::after(&format!("{price_minor} {size}"), open).await;
    (app, shop, ticket)
}

async fn look_first(shop: &Shop, product: &str) {
    let product = shop.api(&format!("/products/{product}"));
    let changed = shop.owner.patch(&product, json!({ "approval": true })).await.expect(200).json();
    assert_eq!(changed["approval"], json!(true));
    let reason = changed["availability"]["reason"].as_str().unwrap();
    assert!(reason.ends_with("Every order with it is looked at first."), "{reason}");
}

/// A guest's order of these lines, up to the last click.
async fn request(app: &TestApp, shop: &Shop, cart: Value, method: &str) -> Value {
    let guest = app.guest();
    let cart = guest.post(&shop.public("/carts"), cart).await.expect(201).json();
    assert_eq!(cart["approval"], json!(true));
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    let buyer = json!({ "name": "Grace Guest", "email": "grace@guest.example" });
    guest.patch(&path, buyer).await.expect(200);
    let wish = json!({ "payment_method": method, "shown_total_minor": cart["total"]["amount_minor"] });
    let placed = guest.post(&format!("{path}/order"), wish).await.expect(201).json();
    assert_eq!(
        (&placed["order"]["status"], &placed["order"]["approval"]),
        (&json!("pending"), &json!("asked"))
    );
    assert_eq!((&placed["order"]["next"], &placed["redirect_url"]), (&json!("approval"), &Value::Null));
    assert_eq!(
        (&placed["order"]["expires_at"], &placed["order"]["payment_methods"]),
        (&Value::Null, &json!([]))
    );
    app.run_jobs().await;
    placed
}

fn one(ticket: &str) -> Value {
    json!({ "lines": [{ "product": ticket, "quantity": 1 }] })
}

fn code(order: &Value) -> &str {
    order["order"]["code"].as_str().or(order["code"].as_str()).unwrap()
}

async fn decide(shop: &Shop, order: &Value, how: &str) -> Answer {
    let body = json!({ "reason": "The hall is for members." });
    let body = if how == "deny" { body } else { json!({}) };
    shop.owner.post(&shop.api(&format!("/orders/{}/{how}", code(order))), body).await
}

async fn seen(shop: &Shop, order: &Value) -> Value {
    shop.owner.get(&shop.api(&format!("/orders/{}", code(order)))).await.expect(200).json()
}

/// The kinds of mails about an order, the first one first.
async fn mails(app: &TestApp, shop: &Shop, order: &Value) -> Vec<String> {
    app.run_jobs().await;
    let mails = seen(shop, order).await["mails"].as_array().unwrap().clone();
    mails.iter().rev().map(|mail| mail["template"].as_str().unwrap().to_owned()).collect()
}

#[testkit::test]
async fn a_free_order_waits_holds_its_places_and_is_complete_once_it_is_approved() {
    let (app, shop, ticket) = gallery(0, 2).await;
    let order = request(&app, &shop, one(&ticket), "free").await;
    assert_eq!(shop.stock().await, (0, 1));
    assert_eq!(mails(&app, &shop, &order).await, ["order_asked"]);
    let approved = decide(&shop, &order, "approve").await.expect(200).json();
    assert_eq!((&approved["status"], &approved["approval"]), (&json!("paid"), &json!("approved")));
    assert_eq!(approved["positions"][0]["ticket"]["status"], json!("valid"));
    assert_eq!(shop.stock().await, (1, 0));
    assert_eq!(mails(&app, &shop, &order).await, ["order_asked", "order_paid"]);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn nobody_pays_before_it_is_approved_and_the_time_to_pay_begins_then() {
    let (app, shop, ticket) = gallery(8_400, 2).await;
    let order = request(&app, &shop, one(&ticket), "free").await;
    let (guest, link) =
        (app.guest(), format!("/orders/{}/{}", code(&order), order["secret"].as_str().unwrap()));
    let pay = shop.public(&format!("{link}/pay"));
    assert_eq!(guest.post(&pay, json!({})).await.problem(409), "sales.not_approved");
    let method = shop.public(&format!("{link}/payment-method"));
    let transfer = json!({ "payment_method": "bank_transfer" });
    assert_eq!(guest.put(&method, transfer.clone()).await.problem(409), "sales.not_approved");
    let paid = shop.api(&format!("/orders/{}/mark-paid", code(&order)));
    assert_eq!(shop.owner.post(&paid, json!({})).await.problem(409), "sales.not_approved");
    let page = format!("/harbour/spring-show/order/{}/{}", code(&order), order["secret"].as_str().unwrap());
    let waiting = guest.get(&page).await.expect(200).text();
    assert!(waiting.contains("We will look at your order") && !waiting.contains("DE89"), "{waiting}");
    // However long it takes.
    app.clock.advance(60 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    assert_eq!(shop.stock().await, (0, 1));
    let approved = decide(&shop, &order, "approve").await.expect(200).json();
    let due = approved["expires_at"].as_str().unwrap().parse::<kernel::Instant>().unwrap();
    assert!(due.seconds_since(app.app.now()) > 86_400, "{approved}");
    assert_eq!(mails(&app, &shop, &order).await, ["order_asked", "order_approved"]);
    guest.put(&method, transfer).await.expect(200);
    shop.owner.post(&paid, json!({})).await.expect(200);
    assert_eq!(shop.stock().await, (1, 0));
    assert_eq!(mails(&app, &shop, &order).await.last().unwrap(), "order_paid");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn an_approved_order_that_nobody_pays_expires_as_others_do() {
    let (app, shop, ticket) = gallery(8_400, 1).await;
    let order = request(&app, &shop, one(&ticket), "sandbox").await;
    decide(&shop, &order, "approve").await.expect(200);
    app.run_jobs().await;
    app.clock.advance(30 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    assert_eq!((seen(&shop, &order).await["status"].as_str(), shop.stock().await), (Some("expired"), (0, 0)));
    assert_eq!(mails(&app, &shop, &order).await, ["order_asked", "order_approved", "order_expired"]);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_denied_order_gives_everything_back_and_its_buyer_reads_why() {
    let (app, shop, ticket) = gallery(8_400, 2).await;
    let voucher =
        json!({ "code": "HALF", "effect": { "kind": "percent", "percent": "50" }, "budget_minor": 5_000 });
    let voucher = shop.owner.post(&shop.api("/vouchers"), voucher).await.expect(201).json();
    let voucher = shop.api(&format!("/vouchers/{}", voucher["id"].as_str().unwrap()));
    let mut cart = one(&ticket);
    cart["voucher"] = json!("half");
    let order = request(&app, &shop, cart, "sandbox").await;
    let uses = async || {
        let found = shop.owner.get(&voucher).await.expect(200).json();
        (found["used"].as_i64(), found["spent_minor"].as_i64())
    };
    assert_eq!((uses().await, shop.stock().await), ((Some(1), Some(4_200)), (0, 1)));
    let denied = decide(&shop, &order, "deny").await.expect(200).json();
    assert_eq!((&denied["status"], &denied["approval"]), (&json!("cancelled"), &json!("denied")));
    assert_eq!((uses().await, shop.stock().await), ((Some(0), Some(0)), (0, 0)));
    assert_eq!(mails(&app, &shop, &order).await, ["order_asked", "order_denied"]);
    let mail = seen(&shop, &order).await["mails"][0]["id"].as_str().unwrap().to_owned();
    let mail =
        shop.owner.get(&format!("/api/v1/organisations/harbour/mails/{mail}")).await.expect(200).json();
    assert!(mail["text"].as_str().unwrap().contains("The hall is for members."), "{mail}");
    for how in ["approve", "deny"] {
        assert_eq!(decide(&shop, &order, how).await.problem(409), "sales.decided");
    }
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn of_two_people_who_decide_at_once_exactly_one_wins() {
    let (app, shop, ticket) = gallery(0, 20).await;
    for _ in 0..6 {
        let order = request(&app, &shop, one(&ticket), "free").await;
        let mut people = JoinSet::new();
        for how in ["approve", "deny", "approve", "deny"] {
            let (owner, path) = (shop.owner.clone(), shop.api(&format!("/orders/{}/{how}", code(&order))));
            people.spawn(async move { owner.post(&path, json!({})).await });
        }
        let mut won = 0;
        for answer in people.join_all().await {
            match answer.status.as_u16() {
                200 => won += 1,
                _ => assert_eq!(answer.problem(409), "sales.decided"),
            }
        }
        assert_eq!(won, 1);
        let end = mails(&app, &shop, &order).await;
        assert_eq!(end.len(), 2, "one mail per transition: {end:?}");
    }
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_organiser_finds_what_waits_and_the_door_knows_it() {
    let (app, shop, ticket) = gallery(0, 5).await;
    let order = request(&app, &shop, one(&ticket), "free").await;
    let other = request(&app, &shop, one(&ticket), "free").await;
    let found = async |filter: &str| {
        let page = shop.owner.get(&shop.api(&format!("/orders?{filter}"))).await.expect(200).json();
        let codes = page["items"].as_array().unwrap().iter().map(|order| code(order).to_owned());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(found("approval=asked").await, [code(&other), code(&order)]);
    let stats = shop.owner.get(&shop.api("/stats")).await.expect(200).json();
    assert_eq!((&stats["orders"]["asked"], &stats["orders"]["pending"]), (&json!(2), &json!(2)));
    let lists = shop.owner.get(&shop.api("/check-in-lists")).await.expect(200).json();
    let list = lists["items"][0]["id"].as_str().unwrap();
    let scan = json!({ "code": format!("{}-1", code(&order)), "nonce": uuid::Uuid::new_v4() });
    let door = shop.api(&format!("/check-in-lists/{list}/redeem"));
    let refused = shop.owner.post(&door, scan).await.expect(200).json();
    assert_eq!((&refused["verdict"], &refused["title"]), (&json!("unapproved"), &json!("Not approved")));
    decide(&shop, &order, "approve").await.expect(200);
    assert_eq!(found("approval=asked").await, [code(&other)]);
    // Whoever cancels what waits has decided, too, and whoever calls the event off.
    let cancel = shop.api(&format!("/orders/{}/cancel", code(&other)));
    shop.owner.post(&cancel, json!({})).await.expect(200);
    let third = request(&app, &shop, one(&ticket), "free").await;
    shop.owner.post(&shop.api("/cancel"), json!({ "confirm": "spring-show" })).await.expect(200);
    assert_eq!(decide(&shop, &third, "approve").await.problem(409), "sales.event_cancelled");
    app.run_jobs().await;
    assert_eq!(found("approval=asked").await, Vec::<String>::new());
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn add_ons_and_parts_of_bundles_are_looked_at_with_the_whole_order() {
    let (app, shop) = Shop::drafted().await;
    let add = async |body: Value| {
        let made = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    };
    let camping = json!({ "name": { "en": "Camping" }, "price_minor": 0, "quota_size": 5, "approval": true });
    let camping = add(camping).await;
    let seat = add(json!({ "name": { "en": "Seat" }, "price_minor": 0, "quota_size": 5 })).await;
    let backstage =
        json!({ "name": { "en": "Backstage" }, "price_minor": 0, "quota_size": 5, "approval": true });
    let backstage = add(backstage).await;
    let ticket = add(json!({
        "name": { "en": "Ticket" }, "price_minor": 0, "quota_size": 5,
        "add_ons": [{ "product_id": camping }],
    }))
    .await;
    let vip = add(json!({
        "name": { "en": "VIP" }, "price_minor": 1_000, "quota_size": 5, "bundle": [
            { "product_id": seat, "count": 1, "share_minor": 0 },
            { "product_id": backstage, "count": 1, "share_minor": 0 },
        ],
    }))
    .await;
    shop.publish().await;
    let both = json!({ "lines": [
        { "product": ticket, "quantity": 1 }, { "product": camping, "quantity": 1, "parent": 0 },
    ] });
    let free = request(&app, &shop, both, "free").await;
    let bundle = request(&app, &shop, one(&vip), "sandbox").await;
    decide(&shop, &free, "approve").await.expect(200);
    decide(&shop, &bundle, "deny").await.expect(200);
    app.run_jobs().await;
    assert_eq!(seen(&shop, &free).await["positions"].as_array().unwrap().len(), 2);
    // What nobody has to look at is sold at once.
    let alone = shop.order(&seat, 1, "free", false).await.expect(201).json();
    assert_eq!((&alone["status"], &alone["approval"]), (&json!("paid"), &Value::Null));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn an_order_that_the_organiser_enters_waits_unless_it_is_approved_on_the_spot() {
    let (app, shop, ticket) = gallery(8_400, 5).await;
    assert_eq!(shop.order(&ticket, 1, "manual", true).await.problem(409), "sales.not_approved");
    let waits = shop.order(&ticket, 1, "bank_transfer", false).await.expect(201).json();
    assert_eq!((&waits["status"], &waits["approval"]), (&json!("pending"), &json!("asked")));
    let mut body = order_body(&ticket, 1, "manual", true);
    body["approved"] = json!(true);
    let sold = shop.owner.post(&shop.api("/orders"), body).await.expect(201).json();
    assert_eq!((&sold["status"], &sold["approval"]), (&json!("paid"), &json!("approved")));
    assert_eq!(shop.stock().await, (1, 1));
    assert_eq!(mails(&app, &shop, &waits).await, ["order_asked"]);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn places_that_a_voucher_keeps_are_the_vouchers_again_when_an_order_is_denied() {
    let (app, shop, ticket) = gallery(0, 6).await;
    let keep = json!({
        "code": "KEEP", "max_uses": 3, "blocks_quota": true, "scope": { "product_ids": [ticket] },
    });
    shop.owner.post(&shop.api("/vouchers"), keep).await.expect(201);
    let cart = json!({ "lines": [{ "product": ticket, "quantity": 2 }], "voucher": "keep" });
    let first = request(&app, &shop, cart.clone(), "free").await;
    assert_eq!(shop.stock().await, (0, 3));
    decide(&shop, &first, "deny").await.expect(200);
    assert_eq!(shop.stock().await, (0, 3));
    let second = request(&app, &shop, cart, "free").await;
    decide(&shop, &second, "approve").await.expect(200);
    app.run_jobs().await;
    assert_eq!(shop.stock().await, (2, 1));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn an_order_that_a_voucher_makes_free_is_looked_at_all_the_same_and_complete_once_it_is_approved() {
    let (app, shop, ticket) = gallery(8_400, 2).await;
    let all = json!({ "kind": "percent", "percent": "100" });
    let gift = json!({ "code": "GIFT", "max_uses": 1, "effect": all });
    let gift = shop.owner.post(&shop.api("/vouchers"), gift).await.expect(201).json();
    let used = async || {
        let path = shop.api(&format!("/vouchers/{}", gift["id"].as_str().unwrap()));
        shop.owner.get(&path).await.expect(200).json()["used"].as_i64().unwrap()
    };
    let cart = json!({ "lines": [{ "product": ticket, "quantity": 1 }], "voucher": "gift" });
    // Denied, the voucher can be used again; approved, there is nothing to pay.
    let denied = request(&app, &shop, cart.clone(), "free").await;
    assert_eq!(used().await, 1);
    decide(&shop, &denied, "deny").await.expect(200);
    assert_eq!((used().await, shop.stock().await), (0, (0, 0)));
    let order = request(&app, &shop, cart, "free").await;
    assert_eq!(seen(&shop, &order).await["total"]["amount_minor"], json!(0));
    let approved = decide(&shop, &order, "approve").await.expect(200).json();
    assert_eq!((&approved["status"], &approved["approval"]), (&json!("paid"), &json!("approved")));
    assert_eq!(approved["positions"][0]["ticket"]["status"], json!("valid"));
    assert_eq!(mails(&app, &shop, &order).await, ["order_asked", "order_paid"]);
    assert_eq!((used().await, shop.stock().await), (1, (1, 0)));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_checkout_asks_for_no_payment_and_says_that_somebody_looks_at_it() {
    let (app, shop, ticket) = gallery(8_400, 5).await;
    let guest = app.guest();
    let page = guest.get("/harbour/spring-show").await.expect(200).text();
    assert!(page.contains("The organiser looks at the order first"), "{page}");
    let cart = guest.post(&shop.public("/carts"), one(&ticket)).await.expect(201).json();
    let path = format!("/harbour/spring-show/checkout/{}", cart["secret"].as_str().unwrap());
    let you = [("name", "Grace Guest"), ("email", "grace@guest.example")];
    guest.submit(&format!("{path}/you"), &you).await.expect(303);
    let review = guest.get(&format!("{path}/review")).await.expect(200).text();
    assert!(review.contains("Send the request") && !review.contains("How do you want to pay"), "{review}");
    let placed = guest.submit(&format!("{path}/review"), &[("shown_total_minor", "8400")]).await.expect(303);
    let order = guest.get(placed.header("location")).await.expect(200).text();
    assert!(order.contains("We will look at your order"), "{order}");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn nothing_is_sold_at_a_template() {
    let (app, shop) = Shop::drafted().await;
    let ticket = shop.add_ticket("Standard", 0, Some(5)).await;
    shop.owner.patch(&shop.api(""), json!({ "template": true })).await.expect(200);
    assert_eq!(shop.order(&ticket, 1, "free", false).await.problem(409), "sales.template");
    assert_eq!(shop.stock().await, (0, 0));
    // A guest doesn't learn that there is one.
    app.guest().post(&shop.public("/carts"), one(&ticket)).await.expect(404);
}
