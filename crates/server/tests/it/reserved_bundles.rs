//! Vouchers that keep places aside for something that never comes alone: a bundle, or a ticket with an add-on that it has
//! to have.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Answer, Shop, TestApp, order_body};

async fn product(shop: &Shop, body: Value) -> String {
    let made = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// A published event with seats, cups and pairs: a pair is two seats, has to have one cup, and may have a second one.
async fn pairs([cups, seats, pairs]: [u32; 3]) -> (TestApp, Shop, [String; 3]) {
    let (app, shop) = Shop::drafted().await;
    let cup =
        json!({ "name": { "en": "Cup" }, "price_minor": 200, "quota_size": cups, "kind": "merchandise" });
    let cup = product(&shop, cup).await;
    let seat = json!({ "name": { "en": "Seat" }, "price_minor": 1_000, "quota_size": seats });
    let seat = product(&shop, seat).await;
    let pair = json!({
        "name": { "en": "Pair" }, "price_minor": 1_500, "quota_size": pairs,
        "add_ons": [{ "product_id": cup, "min": 1, "max": 2 }],
        "bundle": [{ "product_id": seat, "count": 2, "share_minor": 500 }],
    });
    let pair = product(&shop, pair).await;
    shop.publish().await;
    (app, shop, [cup, seat, pair])
}

/// Sold and held places of cups, seats and pairs.
async fn places(shop: &Shop) -> [(i64, i64); 3] {
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    [0, 1, 2].map(|at| {
        let quota = &quotas["items"][at];
        (quota["sold"].as_i64().unwrap(), quota["held"].as_i64().unwrap())
    })
}

fn keeps(pair: &str, uses: u32) -> Value {
    json!({
        "code": "KEEP", "max_uses": uses, "blocks_quota": true, "scope": { "product_ids": [pair] },
        "valid_until": "2027-03-20T00:00:00Z",
    })
}

fn basket(pair: &str, (cup, cups): (&str, u32), voucher: Value) -> Value {
    let lines =
        json!([{ "product": pair, "quantity": 1 }, { "product": cup, "quantity": cups, "parent": 0 }]);
    json!({ "lines": lines, "voucher": voucher })
}

async fn sound(app: &TestApp) {
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_voucher_keeps_a_bundle_with_all_that_always_comes_along() {
    let (app, shop, [cup, seat, pair]) = pairs([9, 6, 5]).await;
    let seats = async |quantity: u32| -> Answer {
        let body = json!({ "lines": [{ "product": seat, "quantity": quantity }] });
        app.guest().post(&shop.public("/carts"), body).await
    };
    let too_many = shop.owner.post(&shop.api("/vouchers"), keeps(&pair, 4)).await;
    assert_eq!(too_many.problem(409), "catalog.quota_too_small", "there are seats for three pairs only");
    shop.owner.post(&shop.api("/vouchers"), keeps(&pair, 2)).await.expect(201);
    assert_eq!(places(&shop).await, [(0, 2), (0, 4), (0, 2)]);
    sound(&app).await;
    assert_eq!(seats(3).await.problem(409), "sales.sold_out");
    seats(2).await.expect(201);
    let without = basket(&pair, (&cup, 1), Value::Null);
    let refused = app.guest().post(&shop.public("/carts"), without).await;
    assert_eq!(refused.problem(409), "sales.sold_out", "no seats are left for a pair without the voucher");
    let page = app.guest().get(&shop.public("?code=keep")).await.expect(200).json();
    let shown = page["products"].as_array().unwrap().iter().find(|shown| shown["id"] == json!(pair)).unwrap();
    assert_eq!(
        shown["availability"]["available_up_to"],
        json!(2),
        "whoever has the voucher sees what it keeps"
    );
    // With a second cup: the first was kept aside, the other takes a place that was free.
    let body = basket(&pair, (&cup, 2), json!("keep"));
    let cart = app.guest().post(&shop.public("/carts"), body).await.expect(201).json();
    assert_eq!(places(&shop).await, [(0, 3), (0, 6), (0, 2)]);
    sound(&app).await;
    let cart = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    let without = app.guest().put(&format!("{cart}/voucher"), json!({ "voucher": null })).await;
    assert_eq!(without.problem(409), "sales.sold_out", "without it there are no seats for the pair");
    assert_eq!(places(&shop).await, [(0, 3), (0, 6), (0, 2)]);
    // Both carts expire: the seats of one are free again, all of the other's is the voucher's.
    app.clock.advance(3_600);
    app.run_jobs().await;
    assert_eq!(places(&shop).await, [(0, 2), (0, 4), (0, 2)]);
    sound(&app).await;
    app.clock.advance(30 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    assert_eq!(places(&shop).await, [(0, 0), (0, 0), (0, 0)], "its date has come");
    sound(&app).await;
}

#[testkit::test]
async fn an_order_takes_what_was_kept_and_gives_it_back_to_the_voucher() {
    let (app, shop, [cup, seat, pair]) = pairs([2, 4, 2]).await;
    shop.owner.post(&shop.api("/vouchers"), keeps(&pair, 2)).await.expect(201);
    assert_eq!(places(&shop).await, [(0, 2), (0, 4), (0, 2)], "everything there is");
    let order = async |paid: bool| {
        let mut body = order_body(&pair, 1, if paid { "manual" } else { "bank_transfer" }, paid);
        let lines = basket(&pair, (&cup, 1), Value::Null);
        (body["lines"], body["voucher"]) = (lines["lines"].clone(), json!("keep"));
        let made = shop.owner.post(&shop.api("/orders"), body).await.expect(201).json();
        made["code"].as_str().unwrap().to_owned()
    };
    let act = async |code: &str, what: &str| {
        shop.owner.post(&shop.api(&format!("/orders/{code}/{what}")), json!({})).await
    };
    let first = order(false).await;
    assert_eq!(places(&shop).await, [(0, 2), (0, 4), (0, 2)]);
    act(&first, "mark-paid").await.expect(200);
    let second = order(true).await;
    assert_eq!(places(&shop).await, [(2, 0), (4, 0), (2, 0)]);
    sound(&app).await;
    act(&first, "cancel").await.expect(200);
    assert_eq!(places(&shop).await, [(1, 1), (2, 2), (1, 1)], "all of it is the voucher's again");
    let body = json!({ "lines": [{ "product": seat, "quantity": 1 }] });
    assert_eq!(app.guest().post(&shop.public("/carts"), body).await.problem(409), "sales.sold_out");
    // An order that expires, and is paid all the same.
    let late = order(false).await;
    app.clock.advance(10 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    let status =
        shop.owner.get(&shop.api(&format!("/orders/{late}"))).await.expect(200).json()["status"].clone();
    assert_eq!(status, json!("expired"));
    act(&late, "mark-paid").await.expect(200);
    sound(&app).await;
    act(&second, "cancel").await.expect(200);
    app.run_jobs().await;
    sound(&app).await;
}

#[testkit::test]
async fn what_a_voucher_keeps_aside_contains_the_same_until_the_voucher_ends() {
    let (app, shop, [cup, seat, pair]) = pairs([9, 9, 9]).await;
    let made = shop.owner.post(&shop.api("/vouchers"), keeps(&pair, 2)).await.expect(201).json();
    let product = shop.api(&format!("/products/{pair}"));
    let other = json!({ "bundle": [{ "product_id": seat, "count": 1, "share_minor": 500 }] });
    assert_eq!(shop.owner.patch(&product, other.clone()).await.refused_field(), "/bundle");
    let other_cups = json!({ "add_ons": [{ "product_id": cup, "min": 2, "max": 2 }] });
    let refused = shop.owner.patch(&product, other_cups).await;
    assert_eq!(refused.refused_field(), "/bundle");
    shop.owner.patch(&product, json!({ "price_minor": 1_600 })).await.expect(200);
    // A quota that a part joins counts what is kept of it.
    let hall = json!({ "name": "Hall", "size": 20 });
    let hall = shop.owner.post(&shop.api("/quotas"), hall).await.expect(201).json();
    let seats = shop.owner.get(&shop.api(&format!("/products/{seat}"))).await.expect(200).json();
    let quotas = json!({ "quota_ids": [seats["quota_ids"][0], hall["id"]] });
    shop.owner.patch(&shop.api(&format!("/products/{seat}")), quotas).await.expect(200);
    sound(&app).await;
    assert_eq!(shop.owner.delete(&product).await.problem(409), "catalog.kept_aside");
    assert_eq!(
        shop.owner.delete(&shop.api(&format!("/products/{cup}"))).await.problem(409),
        "catalog.belongs_to"
    );
    let voucher = shop.api(&format!("/vouchers/{}", made["id"].as_str().unwrap()));
    shop.owner.delete(&voucher).await.expect(204);
    shop.owner.patch(&product, other).await.expect(200);
    assert_eq!(places(&shop).await, [(0, 0), (0, 0), (0, 0)]);
    sound(&app).await;
    shop.owner.delete(&product).await.expect(204);
}

#[testkit::test]
async fn what_got_variations_meanwhile_is_given_back_all_the_same() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(6)).await;
    let made = shop.owner.post(&shop.api("/vouchers"), keeps(&ticket, 4)).await.expect(201).json();
    let form = json!({ "name": { "en": "Upstairs" } });
    let product = shop.owner.post(&shop.api(&format!("/products/{ticket}/variations")), form).await;
    let form = product.expect(201).json()["variations"][0]["id"].clone();
    let lines = json!([{ "product": ticket, "variation": form, "quantity": 1 }]);
    let cart = json!({ "lines": lines, "voucher": "keep" });
    app.guest().post(&shop.public("/carts"), cart).await.expect(201);
    assert_eq!(shop.stock().await, (0, 4), "the variation takes the place that was kept of its ticket type");
    sound(&app).await;
    let voucher = shop.api(&format!("/vouchers/{}", made["id"].as_str().unwrap()));
    let ended = json!({ "max_uses": 1, "scope": { "product_ids": [ticket] } });
    shop.owner.put(&voucher, ended).await.expect(200);
    assert_eq!(shop.stock().await, (0, 1));
    sound(&app).await;
    app.clock.advance(3_600);
    app.run_jobs().await;
    sound(&app).await;
}

#[testkit::test]
async fn kept_bundles_are_sold_to_the_last_and_no_further_however_many_come_at_once() {
    // Seven pairs' worth of seats: five kept for the voucher, two free; everybody tries.
    let (app, shop, [cup, seat, pair]) = pairs([30, 14, 30]).await;
    shop.owner.post(&shop.api("/vouchers"), keeps(&pair, 5)).await.expect(201);
    let mut buyers = JoinSet::new();
    for number in 0..30 {
        let (guest, owner) = (app.guest(), shop.owner.clone());
        let (carts, orders) = (shop.public("/carts"), shop.api("/orders"));
        let code = if number % 2 == 0 { json!("keep") } else { Value::Null };
        let cart = match number % 5 {
            1 => json!({ "lines": [{ "product": seat, "quantity": 2 }] }),
            _ => basket(&pair, (&cup, 1), code.clone()),
        };
        let mut order = order_body(&pair, 1, "manual", number % 4 < 2);
        (order["lines"], order["voucher"]) = (cart["lines"].clone(), cart["voucher"].clone());
        let kept = cart["voucher"] == json!("keep");
        buyers.spawn(async move {
            let answer = match number % 3 {
                0 => owner.post(&orders, order).await,
                _ => guest.post(&carts, cart).await,
            };
            (kept, answer.status.as_u16())
        });
    }
    let answers = buyers.join_all().await;
    assert!(answers.iter().all(|(_, status)| matches!(status, 201 | 409 | 422)), "{answers:?}");
    let won = |kept: bool| answers.iter().filter(|answer| **answer == (kept, 201)).count();
    assert_eq!((won(true), won(false)), (5, 2));
    sound(&app).await;
    app.clock.advance(3_600);
    app.run_jobs().await;
    sound(&app).await;
}
