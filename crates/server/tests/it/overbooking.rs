//! Vouchers that sell beyond the size of a quota, and nobody else.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Answer, Shop, TestApp, order_body};

async fn voucher(shop: &Shop, body: Value) -> String {
    let made = shop.owner.post(&shop.api("/vouchers"), body).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

async fn cart(app: &TestApp, shop: &Shop, ticket: &str, quantity: u32, voucher: Value) -> Answer {
    let body = json!({ "lines": [{ "product": ticket, "quantity": quantity }], "voucher": voucher });
    app.guest().post(&shop.public("/carts"), body).await
}

/// Sold, held, overbooked and free places of the only quota.
async fn places(shop: &Shop) -> [i64; 4] {
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    ["sold", "held", "overbooked", "available"].map(|field| quotas["items"][0][field].as_i64().unwrap())
}

async fn with_voucher(shop: &Shop, ticket: &str, paid: bool) -> Answer {
    let mut body = order_body(ticket, 1, if paid { "manual" } else { "bank_transfer" }, paid);
    body["voucher"] = json!("more");
    shop.owner.post(&shop.api("/orders"), body).await
}

#[testkit::test]
async fn two_hundred_buyers_get_fifty_tickets_and_ten_more_by_voucher() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(50)).await;
    voucher(&shop, json!({ "code": "MORE", "max_uses": 10, "ignores_quota": true })).await;
    let mut buyers = JoinSet::new();
    for number in 0..200 {
        let (guest, owner) = (app.guest(), shop.owner.clone());
        let (carts, orders) = (shop.public("/carts"), shop.api("/orders"));
        let code = if number % 5 == 0 { json!("more") } else { Value::Null };
        let cart = json!({ "lines": [{ "product": ticket, "quantity": 1 }], "voucher": code });
        let mut order = order_body(&ticket, 1, "manual", number % 4 < 2);
        order["voucher"] = code.clone();
        buyers.spawn(async move {
            let answer = match number % 3 {
                0 => owner.post(&orders, order).await,
                _ => guest.post(&carts, cart).await,
            };
            (!code.is_null(), answer.status.as_u16())
        });
    }
    let answers = buyers.join_all().await;
    assert!(answers.iter().all(|(_, status)| matches!(status, 201 | 409)), "{answers:?}");
    let won = |coded: bool| answers.iter().filter(|answer| **answer == (coded, 201)).count();
    assert_eq!((won(false), won(true)), (50, 10));
    let [sold, held, overbooked, available] = places(&shop).await;
    assert_eq!((sold + held, overbooked, available), (60, 10, 0));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn what_comes_back_comes_back_to_where_it_was_taken_from() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(2)).await;
    let id = voucher(&shop, json!({ "code": "MORE", "max_uses": 3, "ignores_quota": true })).await;
    let regular = shop.sell(&ticket, 2).await;
    assert_eq!(cart(&app, &shop, &ticket, 1, Value::Null).await.problem(409), "sales.sold_out");
    let page = app.guest().get(&shop.public("?code=more")).await.expect(200).json();
    assert_eq!(page["products"][0]["availability"]["available_up_to"], json!(3));
    let path = shop.api(&format!("/products/{ticket}/availability"));
    let gone = shop.owner.get(&path).await.expect(200).json();
    assert_eq!(gone["items"][0]["reasons"][0]["code"], json!("sold_out"));
    let asked = shop.owner.get(&format!("{path}?voucher=true&ignores_quota=true")).await.expect(200).json();
    assert_eq!(asked["items"][0]["reasons"], json!([]));
    let sold = with_voucher(&shop, &ticket, true).await.expect(201).json();
    let unpaid = with_voucher(&shop, &ticket, false).await.expect(201).json();
    let made = cart(&app, &shop, &ticket, 1, json!("more")).await.expect(201).json();
    assert_eq!(places(&shop).await, [3, 2, 3, 0]);
    assert_eq!(with_voucher(&shop, &ticket, true).await.problem(409), "sales.voucher_used");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    // A cart that gives its voucher up needs a place as others do.
    let path = shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap()));
    let none = json!({ "voucher": null });
    assert_eq!(
        app.guest().put(&format!("{path}/voucher"), none.clone()).await.problem(409),
        "sales.sold_out"
    );
    let cancel = |order: &Value| shop.api(&format!("/orders/{}/cancel", order["code"].as_str().unwrap()));
    shop.owner.post(&cancel(&regular), json!({})).await.expect(200);
    assert_eq!(places(&shop).await, [1, 2, 3, 2], "both places are for everybody again");
    app.guest().put(&format!("{path}/voucher"), none).await.expect(200);
    assert_eq!(places(&shop).await, [1, 2, 2, 1]);
    app.guest().put(&format!("{path}/voucher"), json!({ "voucher": "more" })).await.expect(200);
    assert_eq!(places(&shop).await, [1, 2, 3, 2]);
    app.guest().delete(&path).await.expect(204);
    shop.owner.post(&cancel(&sold), json!({})).await.expect(200);
    assert_eq!(places(&shop).await, [0, 1, 1, 2]);
    // An unpaid order that expires and is paid late takes its place beyond the size again.
    app.clock.advance(40 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    assert_eq!(places(&shop).await, [0, 0, 0, 2]);
    shop.sell(&ticket, 2).await;
    let pay = shop.api(&format!("/orders/{}/mark-paid", unpaid["code"].as_str().unwrap()));
    shop.owner.post(&pay, json!({})).await.expect(200);
    assert_eq!(places(&shop).await, [3, 0, 1, 0]);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    let plain = json!({ "code": "MORE", "max_uses": 3 });
    let changed = shop.owner.put(&shop.api(&format!("/vouchers/{id}")), plain).await.refused_field();
    assert_eq!(changed, "/ignores_quota");
    let both = json!({ "blocks_quota": true, "ignores_quota": true, "scope": { "product_ids": [ticket] } });
    assert_eq!(shop.owner.post(&shop.api("/vouchers"), both).await.refused_field(), "/ignores_quota");
}

#[testkit::test]
async fn a_bundle_is_sold_beyond_the_size_with_all_its_parts_and_a_closed_quota_opens_for_nobody_else() {
    let (app, shop) = Shop::drafted().await;
    let add = async |body: Value| {
        let made = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    };
    let seat = add(json!({ "name": { "en": "Seat" }, "price_minor": 1_000, "quota_size": 2 })).await;
    let pair = add(json!({
        "name": { "en": "Pair" }, "price_minor": 1_500, "quota_size": 5,
        "bundle": [{ "product_id": seat, "count": 2, "share_minor": 500 }],
    }))
    .await;
    shop.publish().await;
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let quota = quotas["items"][0]["id"].as_str().unwrap();
    let closes = json!({ "close_when_sold_out": true });
    shop.owner.patch(&shop.api(&format!("/quotas/{quota}")), closes).await.expect(200);
    voucher(&shop, json!({ "code": "MORE", "max_uses": 2, "ignores_quota": true })).await;
    shop.sell(&seat, 2).await;
    assert_eq!(cart(&app, &shop, &pair, 1, Value::Null).await.problem(409), "sales.sold_out");
    let sold = with_voucher(&shop, &pair, true).await.expect(201).json();
    assert_eq!(places(&shop).await, [4, 0, 2, 0]);
    cart(&app, &shop, &pair, 1, json!("more")).await.expect(201);
    assert_eq!(places(&shop).await, [4, 2, 4, 0]);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    shop.owner
        .post(&shop.api(&format!("/orders/{}/cancel", sold["code"].as_str().unwrap())), json!({}))
        .await
        .expect(200);
    app.clock.advance(3_600);
    app.run_jobs().await;
    assert_eq!(places(&shop).await, [2, 0, 0, 0]);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn what_was_sold_beyond_the_size_moves_along_when_a_ticket_changes_its_quota() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(1)).await;
    voucher(&shop, json!({ "code": "MORE", "max_uses": 2, "ignores_quota": true })).await;
    shop.sell(&ticket, 1).await;
    with_voucher(&shop, &ticket, true).await.expect(201);
    // The size may fall to what was sold without the voucher, and no further.
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let quota = shop.api(&format!("/quotas/{}", quotas["items"][0]["id"].as_str().unwrap()));
    assert_eq!(shop.owner.patch(&quota, json!({ "size": 0 })).await.refused_field(), "/size");
    let other = json!({ "name": "Balcony", "size": 1 });
    let other = shop.owner.post(&shop.api("/quotas"), other).await.expect(201).json();
    let change = json!({ "quota_ids": [other["id"]] });
    shop.owner.patch(&shop.api(&format!("/products/{ticket}")), change).await.expect(200);
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let told: Vec<_> =
        quotas["items"].as_array().unwrap().iter().map(|q| (&q["sold"], &q["overbooked"])).collect();
    assert_eq!(told, [(&json!(0), &json!(0)), (&json!(2), &json!(1))]);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
