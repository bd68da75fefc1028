//! The fewest of a ticket type that one customer has in all their orders, if they have any.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Client, Shop, order_body};

async fn seat(shop: &Shop, more: Value) -> String {
    let mut body = json!({ "name": { "en": "Seat" }, "price_minor": 0, "quota_size": 100 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let product = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    product["id"].as_str().unwrap().to_owned()
}

async fn set(shop: &Shop, product: &str, body: Value) -> crate::app::Answer {
    shop.owner.patch(&shop.api(&format!("/products/{product}")), body).await
}

/// Orders so many by a cart; whether that worked, or why not.
async fn by_cart(guest: &Client, shop: &Shop, lines: Value, email: &str) -> Result<(), String> {
    let cart = guest.post(&shop.public("/carts"), json!({ "lines": lines })).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace", "email": email })).await.expect(200);
    let wish = json!({ "payment_method": "free", "shown_total_minor": 0 });
    let answer = guest.post(&format!("{path}/order"), wish).await;
    match answer.status.as_u16() {
        201 => Ok(()),
        _ => Err(answer.problem(409)),
    }
}

/// Orders so many over the API; whether that worked, or why not.
async fn by_till(shop: &Shop, product: &str, quantity: u32, email: &str) -> Result<(), String> {
    let mut body = order_body(product, quantity, "manual", true);
    body["email"] = json!(email);
    let answer = shop.owner.post(&shop.api("/orders"), body).await;
    match answer.status.as_u16() {
        201 => Ok(()),
        _ => Err(answer.problem(409)),
    }
}

fn too_few() -> Result<(), String> {
    Err("sales.min_per_customer".to_owned())
}

#[testkit::test]
async fn what_a_customer_has_already_counts_toward_the_fewest_they_may_have() {
    let (app, shop) = Shop::drafted().await;
    let seat = seat(&shop, json!({})).await;
    shop.publish().await;
    let guest = app.guest();
    let cart = async |quantity: u32, email: &str| {
        by_cart(&guest, &shop, json!([{ "product": seat, "quantity": quantity }]), email).await
    };
    for email in ["grace@guest.example", "alan@guest.example"] {
        assert_eq!(cart(2, email).await, Ok(()));
    }
    let page = set(&shop, &seat, json!({ "min_per_customer": 4 })).await.expect(200).json();
    assert_eq!(page["min_per_customer"], 4);
    let shown = app.guest().get(&shop.public("")).await.expect(200).json();
    assert_eq!(shown["products"][0]["min_per_customer"], 4);
    assert_eq!(cart(1, "Grace@guest.example").await, too_few());
    assert_eq!(by_till(&shop, &seat, 1, "alan@guest.example").await, too_few());
    assert_eq!(cart(3, "new@guest.example").await, too_few());
    assert_eq!(by_till(&shop, &seat, 3, "other@guest.example").await, too_few());
    let path = shop.api(&format!("/products/{seat}/availability?quantity=1&email=grace@guest.example"));
    let told = shop.owner.get(&path).await.expect(200).json();
    let reason = &told["items"][0]["reasons"][0];
    assert_eq!(
        (&reason["code"], &reason["organiser"], &reason["fix"]["fix"]),
        (
            &json!("min_per_customer"),
            &json!("At least 4 of this ticket per customer."),
            &json!("product.min_per_customer")
        )
    );
    assert_eq!(cart(2, "grace@guest.example").await, Ok(()));
    assert_eq!(by_till(&shop, &seat, 2, "ALAN@guest.example").await, Ok(()));
    assert_eq!(cart(1, "grace@guest.example").await, Ok(()), "they have enough by now");
    assert_eq!(by_till(&shop, &seat, 4, "other@guest.example").await, Ok(()));
    let told = shop.owner.get(&path).await.expect(200).json();
    assert_eq!(told["items"][0]["reasons"], json!([]));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn variations_count_together_and_each_limit_has_to_fit_the_others() {
    let (app, shop) = Shop::drafted().await;
    let shirt = seat(&shop, json!({ "min_per_customer": 3, "max_per_customer": 5 })).await;
    let forms = shop.api(&format!("/products/{shirt}/variations"));
    for name in ["Small", "Large"] {
        shop.owner.post(&forms, json!({ "name": { "en": name } })).await.expect(201);
    }
    let product = shop.owner.get(&shop.api(&format!("/products/{shirt}"))).await.expect(200).json();
    let form = |at: usize| product["variations"][at]["id"].clone();
    shop.publish().await;
    let guest = app.guest();
    let two = json!([{ "product": shirt, "variation": form(0), "quantity": 2 }]);
    assert_eq!(by_cart(&guest, &shop, two, "grace@guest.example").await, too_few());
    let three = json!([
        { "product": shirt, "variation": form(0), "quantity": 2 },
        { "product": shirt, "variation": form(1), "quantity": 1 },
    ]);
    assert_eq!(by_cart(&guest, &shop, three, "grace@guest.example").await, Ok(()));
    for (body, field) in [
        (json!({ "min_per_customer": 0 }), "/min_per_customer"),
        (json!({ "min_per_customer": -1 }), "/min_per_customer"),
        (json!({ "min_per_customer": 101 }), "/min_per_customer"),
        (json!({ "min_per_customer": 6 }), "/min_per_customer"),
        (json!({ "max_per_customer": null, "min_per_customer": 11 }), "/min_per_customer"),
        (json!({ "max_per_customer": 2 }), "/min_per_customer"),
        (json!({ "max_per_order": 2 }), "/min_per_customer"),
    ] {
        assert_eq!(set(&shop, &shirt, body.clone()).await.refused_field(), field, "{body}");
    }
    let free = set(&shop, &shirt, json!({ "min_per_customer": null })).await.expect(200).json();
    assert_eq!((&free["min_per_customer"], &free["max_per_customer"]), (&Value::Null, &json!(5)));
    app.run_jobs().await;
}

#[testkit::test(parallel)]
async fn whoever_comes_many_times_at_once_has_none_or_enough() {
    let (app, shop) = Shop::drafted().await;
    let seat = seat(&shop, json!({ "min_per_customer": 3, "max_per_customer": 6 })).await;
    shop.publish().await;
    let shop = Arc::new(shop);
    let mut buyers = JoinSet::new();
    for buyer in 0..36_u32 {
        let (shop, guest, seat) = (shop.clone(), app.guest(), seat.clone());
        buyers.spawn(async move {
            let email = if buyer % 3 == 0 { "alan@guest.example" } else { "grace@guest.example" };
            // Alan never takes enough to begin with.
            let quantity = if buyer % 3 == 1 { 3 } else { 1 + buyer % 2 };
            let done = match buyer % 4 {
                0 => by_till(&shop, &seat, quantity, email).await,
                _ => {
                    let lines = json!([{ "product": seat, "quantity": quantity }]);
                    by_cart(&guest, &shop, lines, email).await
                }
            };
            (email, quantity, done)
        });
    }
    let answers = buyers.join_all().await;
    let has = |who: &str| -> u32 {
        let theirs = answers.iter().filter(|(email, _, done)| *email == who && done.is_ok());
        theirs.map(|(_, quantity, _)| quantity).sum()
    };
    assert_eq!(has("alan@guest.example"), 0);
    assert!((3..=6).contains(&has("grace@guest.example")), "{answers:?}");
    let known = ["sales.min_per_customer", "sales.max_per_customer"];
    let refusals = answers.iter().filter_map(|(.., done)| done.as_ref().err());
    assert!(refusals.clone().all(|code| known.contains(&code.as_str())), "{answers:?}");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
