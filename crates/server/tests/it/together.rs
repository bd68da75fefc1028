//! What guests do at the same moment is written together; each of them notices nothing of the others.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Client, Shop, TestApp};

/// What somebody at the sandbox's page has ordered.
struct Buyer {
    guest: Client,
    code: String,
    page: String,
}

/// As many guests with a cart each, filled, ordered and sent to pay at the same time.
async fn crowd(app: &TestApp, shop: &Arc<Shop>, ticket: &str, count: usize) -> Vec<Buyer> {
    let mut crowd = JoinSet::new();
    for number in 0..count {
        let (shop, ticket, guest) = (shop.clone(), ticket.to_owned(), app.guest());
        crowd.spawn(async move {
            let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
            let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
            let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
            let buyer =
                json!({ "name": "Grace", "email": format!("guest-{number}-of-{count}@guest.example") });
            guest.patch(&path, buyer).await.expect(200);
            let wish = json!({ "payment_method": "sandbox", "shown_total_minor": 2500 });
            let placed = guest.post(&format!("{path}/order"), wish).await.expect(201).json();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            Buyer { guest, code: text(&placed["order"]["code"]), page: text(&placed["redirect_url"]) }
        });
    }
    crowd.join_all().await
}

/// All of them pay in the same moment; the buyers come back while the provider's notices are on their way.
async fn pay(app: &TestApp, crowd: &[Buyer]) {
    let mut paying = JoinSet::new();
    for Buyer { guest, page, .. } in crowd {
        let (guest, page) = (guest.clone(), page.clone());
        paying.spawn(async move {
            let back = guest.submit(&page, &[("outcome", "approve"), ("twice", "on")]).await.expect(303);
            guest.get(&format!("{}/returned", back.header("location"))).await.expect(303);
        });
    }
    let (_, _) = tokio::join!(paying.join_all(), app.run_jobs());
    app.run_jobs().await;
}

/// The number that a query counts.
async fn count(app: &TestApp, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut app.owner().await).await.unwrap()
}

#[testkit::test(parallel)]
async fn a_crowd_that_buys_at_once_shares_transactions_and_nothing_else() {
    let (app, shop, ticket) = Shop::opened(2500, Some(60)).await;
    let shop = Arc::new(shop);
    // The first one has the server learn what is sold.
    let mut buyers = crowd(&app, &shop, &ticket, 1).await;
    buyers.extend(crowd(&app, &shop, &ticket, 59).await);
    pay(&app, &buyers).await;

    for buyer in &buyers {
        let order = shop.owner.get(&shop.api(&format!("/orders/{}", buyer.code))).await.expect(200).json();
        let ticket = &order["positions"][0]["ticket"]["short_code"];
        assert_eq!((&order["status"], ticket), (&json!("paid"), &json!(format!("{}-1", buyer.code))));
        let told = order["timeline"].as_array().unwrap().iter().map(|told| told["action"].as_str().unwrap());
        let paid: Vec<_> = told.filter(|action| *action == "order.paid").collect();
        assert_eq!(paid.len(), 1, "{}", buyer.code);
    }
    assert_eq!(shop.stock().await, (60, 0));
    assert_eq!(
        count(&app, "select count(distinct to_email) from mails where template = 'order_paid'").await,
        60
    );
    assert_eq!(count(&app, "select count(*) from mails where template = 'order_paid'").await, 60);
    // A row keeps the number of the transaction that wrote it.
    for written in [
        "select count(distinct xmin::text) from cart_lines",
        "select count(distinct xmin::text) from order_positions",
        "select count(distinct xmin::text) from tickets",
    ] {
        assert!(count(&app, written).await < 60, "each one wrote alone: {written}");
    }
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test(parallel)]
async fn money_for_cancelled_orders_keeps_nobody_else_from_their_tickets() {
    let (app, shop, ticket) = Shop::opened(2500, Some(20)).await;
    let shop = Arc::new(shop);
    let buyers = crowd(&app, &shop, &ticket, 20).await;
    for cancelled in &buyers[..3] {
        shop.owner
            .post(&shop.api(&format!("/orders/{}/cancel", cancelled.code)), json!({}))
            .await
            .expect(200);
    }
    pay(&app, &buyers).await;

    for (number, buyer) in buyers.iter().enumerate() {
        let order = shop.owner.get(&shop.api(&format!("/orders/{}", buyer.code))).await.expect(200).json();
        let state = if number < 3 { "cancelled" } else { "paid" };
        assert_eq!((&order["status"], &order["payments"][0]["state"]), (&json!(state), &json!("confirmed")));
    }
    assert_eq!(shop.stock().await, (17, 0));
    assert_eq!(count(&app, "select count(*) from tickets where status = 'valid'").await, 17);
    assert_eq!(count(&app, "select count(*) from mails where template = 'order_paid'").await, 17);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test(parallel)]
async fn a_cart_that_is_sent_many_times_among_others_is_ordered_once() {
    let (app, shop, ticket) = Shop::opened(2500, Some(8)).await;
    let shop = Arc::new(shop);
    let mut sent = JoinSet::new();
    for number in 0..8 {
        let guest = app.guest();
        let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
        let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
        let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
        guest.patch(&path, json!({ "name": "Grace", "email": "g@guest.example" })).await.expect(200);
        for _ in 0..5 {
            let (guest, path) = (guest.clone(), format!("{path}/order"));
            sent.spawn(async move {
                let wish = json!({ "payment_method": "bank_transfer", "shown_total_minor": 2500 });
                let code = guest.post(&path, wish).await.expect(201).json()["order"]["code"].clone();
                (number, code.as_str().unwrap().to_owned())
            });
        }
    }
    let orders: std::collections::BTreeSet<(i32, String)> = sent.join_all().await.into_iter().collect();
    assert_eq!(orders.len(), 8, "each cart has one order: {orders:?}");
    assert_eq!(shop.stock().await, (0, 8));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
