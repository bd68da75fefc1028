//! On what terms something is sold, and every reason why it is not.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Client, Shop, order_body};

/// A product for nothing with `more` fields; its id.
async fn product(shop: &Shop, name: &str, more: Value) -> String {
    let mut body = json!({ "name": { "en": name }, "price_minor": 0 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let product = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    product["id"].as_str().unwrap().to_owned()
}

/// The reasons' codes for whoever is imagined by the query.
async fn reasons(shop: &Shop, product: &str, query: &str) -> Vec<String> {
    let path = shop.api(&format!("/products/{product}/availability{query}"));
    let told = shop.owner.get(&path).await.expect(200).json();
    let reasons = told["items"][0]["reasons"].as_array().unwrap().iter();
    reasons.map(|reason| reason["code"].as_str().unwrap().to_owned()).collect()
}

async fn fill(guest: &Client, shop: &Shop, product: &str, quantity: u32) -> crate::app::Answer {
    let lines = json!({ "lines": [{ "product": product, "quantity": quantity }] });
    guest.post(&shop.public("/carts"), lines).await
}

/// Puts one ticket into a cart and orders it for `email`; whether that worked, or why not.
async fn order_for(guest: &Client, shop: &Shop, product: &str, email: &str) -> Result<(), String> {
    let cart = fill(guest, shop, product, 1).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace", "email": email })).await.expect(200);
    let wish = json!({ "payment_method": "free", "shown_total_minor": 0 });
    let answer = guest.post(&format!("{path}/order"), wish).await;
    match answer.status.as_u16() {
        201 => Ok(()),
        _ => Err(answer.problem(409)),
    }
}

#[testkit::test]
async fn the_organiser_reads_every_reason_and_guests_are_refused_for_the_first() {
    let (app, shop) = Shop::drafted().await;
    let terms = json!({
        "quota_size": 2, "channels": ["box_office"], "sales_from_minutes": 60, "sales_until_minutes": -30,
        "max_per_order": 3, "max_per_customer": 3, "visibility": "voucher",
    });
    let late = product(&shop, "Late", terms).await;
    shop.publish().await;
    let all =
        ["voucher_needed", "wrong_channel", "not_yet", "too_few_left", "max_per_order", "max_per_customer"];
    assert_eq!(reasons(&shop, &late, "?quantity=4&email=grace@guest.example").await, all);
    // The event starts at 18:00 UTC.
    let inside = "?at=2027-04-01T17:30:00Z&voucher=true&channel=web";
    assert_eq!(reasons(&shop, &late, inside).await, ["wrong_channel"]);
    assert_eq!(
        reasons(&shop, &late, "?at=2027-04-01T18:30:00Z&voucher=true").await,
        ["wrong_channel", "over"]
    );
    assert_eq!(reasons(&shop, &late, "?channel=box_office").await, Vec::<String>::new());
    assert_eq!(fill(&app.guest(), &shop, &late, 1).await.problem(409), "sales.unknown_ticket");
    let mut order = order_body(&late, 1, "manual", true);
    assert_eq!(
        shop.owner.post(&shop.api("/orders"), order.clone()).await.problem(409),
        "sales.wrong_channel"
    );
    order["channel"] = json!("web");
    assert_eq!(shop.owner.post(&shop.api("/orders"), order.clone()).await.refused_field(), "/channel");
    order["channel"] = json!("box_office");
    let sold = shop.owner.post(&shop.api("/orders"), order).await.expect(201).json();
    assert_eq!(sold["channel"], "box_office");
    app.run_jobs().await;

    let pair = product(&shop, "Pair", json!({ "quota_size": 9, "min_per_order": 2 })).await;
    assert_eq!(fill(&app.guest(), &shop, &pair, 1).await.problem(409), "sales.min_per_order");
    fill(&app.guest(), &shop, &pair, 2).await.expect(201);
    let path = shop.api(&format!("/products/{pair}"));
    for (field, wrong) in [
        ("/min_per_order", json!({ "min_per_order": 11 })),
        ("/max_per_customer", json!({ "max_per_customer": 1 })),
        ("/channels", json!({ "channels": [] })),
        ("/sales_until", json!({ "sales_from_minutes": 10, "sales_until_minutes": 20 })),
        ("/sales_from_minutes", json!({ "sales_from": "2027-01-01T00:00:00Z", "sales_from_minutes": 5 })),
    ] {
        assert_eq!(shop.owner.patch(&path, wrong).await.refused_field(), field);
    }
    shop.owner.get(&format!("{path}/availability?at=yesterday")).await.expect(400);
    shop.owner
        .get(&format!("{path}/availability?variation=var_06b1v4zqk5x3k8r2m7n9p4t6w0"))
        .await
        .expect(404);
}

#[testkit::test]
async fn sold_out_and_reserved_and_in_carts_are_told_apart() {
    let (app, shop, ticket) = Shop::opened(1000, Some(3)).await;
    let state = async || {
        let page = app.guest().get(&shop.public("")).await.expect(200).json();
        let told = &page["products"][0]["availability"];
        (told["state"].as_str().unwrap().to_owned(), told["reasons"][0]["code"].as_str().map(str::to_owned))
    };
    shop.sell(&ticket, 1).await;
    shop.order(&ticket, 1, "bank_transfer", false).await.expect(201);
    let cart = fill(&app.guest(), &shop, &ticket, 1).await.expect(201).json();
    assert_eq!(state().await, ("held".to_owned(), Some("in_carts".to_owned())));
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    app.guest().delete(&path).await.expect(204);
    shop.order(&ticket, 1, "bank_transfer", false).await.expect(201);
    assert_eq!(state().await, ("reserved".to_owned(), Some("reserved".to_owned())));
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let quota = shop.api(&format!("/quotas/{}", quotas["items"][0]["id"].as_str().unwrap()));
    let refused = shop.owner.patch(&quota, json!({ "size": 2 })).await.expect(422).json();
    let said = refused["errors"][0]["message"].as_str().unwrap().to_owned();
    assert_eq!(said, "1 places are sold and 2 are held: the size can't be below 3");
    shop.owner.patch(&quota, json!({ "size": 5, "blocked": 2 })).await.expect(200);
    assert_eq!(state().await.0, "reserved");
    let refused = shop.owner.patch(&quota, json!({ "blocked": 3 })).await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "catalog.quota_below_sold");
    assert_eq!(fill(&app.guest(), &shop, &ticket, 1).await.problem(409), "sales.sold_out");
    let free = shop.owner.patch(&quota, json!({ "blocked": 1 })).await.expect(200).json();
    assert_eq!(free["available"], 1);
    fill(&app.guest(), &shop, &ticket, 1).await.expect(201);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test(parallel)]
async fn a_quota_that_closed_when_it_was_sold_out_stays_closed_until_it_is_opened() {
    let (app, shop, ticket) = Shop::opened(0, Some(10)).await;
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let quota = shop.api(&format!("/quotas/{}", quotas["items"][0]["id"].as_str().unwrap()));
    shop.owner.patch(&quota, json!({ "close_when_sold_out": true })).await.expect(200);
    let shop = Arc::new(shop);
    let mut buyers = JoinSet::new();
    for buyer in 0..40 {
        let (shop, guest, ticket) = (shop.clone(), app.guest(), ticket.clone());
        buyers.spawn(async move {
            match buyer % 2 {
                0 => shop.order(&ticket, 1, "manual", true).await.status.as_u16() == 201,
                _ => match fill(&guest, &shop, &ticket, 1).await {
                    cart if cart.status.as_u16() != 201 => false,
                    cart => {
                        let secret = cart.json()["secret"].as_str().unwrap().to_owned();
                        let path = shop.public(&format!("/carts/{secret}"));
                        let people = json!({ "name": "Grace", "email": "g@guest.example" });
                        guest.patch(&path, people).await.expect(200);
                        let wish = json!({ "payment_method": "free", "shown_total_minor": 0 });
                        guest.post(&format!("{path}/order"), wish).await.expect(201);
                        true
                    }
                },
            }
        });
    }
    let bought = buyers.join_all().await.into_iter().filter(|bought| *bought).count();
    assert_eq!(bought, 10);
    let now = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    assert_eq!((&now["items"][0]["closed"], &now["items"][0]["sold"]), (&json!(true), &json!(10)));
    let orders = shop.owner.get(&shop.api("/orders")).await.expect(200).json();
    let code = orders["items"][0]["code"].as_str().unwrap();
    shop.owner.post(&shop.api(&format!("/orders/{code}/cancel")), json!({})).await.expect(200);
    assert_eq!(fill(&app.guest(), &shop, &ticket, 1).await.problem(409), "sales.sold_out");
    assert_eq!(shop.order(&ticket, 1, "manual", true).await.problem(409), "sales.sold_out");
    assert_eq!(reasons(&shop, &ticket, "").await, ["closed"]);
    shop.owner.patch(&quota, json!({ "closed": false })).await.expect(200);
    fill(&app.guest(), &shop, &ticket, 1).await.expect(201);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test(parallel)]
async fn fifty_orders_of_one_customer_at_once_give_no_more_than_a_customer_may_have() {
    let (app, shop) = Shop::drafted().await;
    let seat = product(&shop, "Seat", json!({ "quota_size": 100, "max_per_customer": 3 })).await;
    shop.publish().await;
    let shop = Arc::new(shop);
    let mut buyers = JoinSet::new();
    for buyer in 0..50 {
        let (shop, guest, seat) = (shop.clone(), app.guest(), seat.clone());
        buyers.spawn(async move {
            if buyer % 2 == 0 {
                return order_for(&guest, &shop, &seat, "Grace@Guest.example").await;
            }
            let answer = shop.order(&seat, 1, "manual", true).await;
            match answer.status.as_u16() {
                201 => Ok(()),
                _ => Err(answer.problem(409)),
            }
        });
    }
    let answers = buyers.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 3);
    assert!(answers.iter().all(|answer| answer.as_ref().err().is_none_or(|e| e == "sales.max_per_customer")));
    order_for(&app.guest(), &shop, &seat, "alan@guest.example").await.unwrap();
    assert_eq!(reasons(&shop, &seat, "?email=grace@guest.example").await, ["max_per_customer"]);
    app.run_jobs().await;
    app.clock.advance(40 * 60);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
