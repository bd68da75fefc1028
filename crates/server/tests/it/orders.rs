//! Orders from being placed to being over.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Shop, order_body};

#[testkit::test]
async fn an_order_paid_at_once_has_its_tickets_and_one_mail() {
    let (app, shop, ticket) = Shop::opened(8400, Some(10)).await;
    let order = shop.sell(&ticket, 2).await;
    assert_eq!((&order["status"], &order["total"]["amount_minor"]), (&json!("paid"), &json!(16800)));
    assert_eq!(order["positions"][1]["ticket"]["status"], "valid");
    app.run_jobs().await;
    let seen = shop.owner.get(&shop.api(&format!("/orders/{}", code(&order)))).await.expect(200).json();
    assert_eq!(seen["mails"].as_array().unwrap().len(), 1);
    assert_eq!(seen["mails"][0]["status"], "kept");
    assert_eq!(seen["payments"][0]["state"], "confirmed");
    assert_eq!(shop.stock().await, (2, 0));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_bank_transfer_waits_until_the_organiser_saw_the_money() {
    let (app, shop, ticket) = Shop::opened(8400, Some(10)).await;
    let order = shop.order(&ticket, 1, "bank_transfer", false).await.expect(201).json();
    assert_eq!((order["status"].as_str(), shop.stock().await), (Some("pending"), (0, 1)));
    let path = shop.api(&format!("/orders/{}/mark-paid", code(&order)));
    let paid = shop.owner.post(&path, json!({ "note": "statement 7" })).await.expect(200).json();
    assert_eq!((paid["status"].as_str(), shop.stock().await), (Some("paid"), (1, 0)));
    assert_eq!(shop.owner.post(&path, json!({})).await.problem(409), "sales.wrong_state");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn an_order_nobody_pays_expires_and_gives_its_places_back() {
    let (app, shop, ticket) = Shop::opened(8400, Some(1)).await;
    let order = shop.order(&ticket, 1, "bank_transfer", false).await.expect(201).json();
    assert_eq!(shop.order(&ticket, 1, "manual", true).await.problem(409), "sales.sold_out");
    app.clock.advance(8 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    let seen = shop.owner.get(&shop.api(&format!("/orders/{}", code(&order)))).await.json();
    assert_eq!((seen["status"].as_str(), shop.stock().await), (Some("expired"), (0, 0)));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn money_that_comes_late_revives_an_expired_order_only_while_there_are_places() {
    let (app, shop, ticket) = Shop::opened(8400, Some(1)).await;
    let order = shop.order(&ticket, 1, "bank_transfer", false).await.expect(201).json();
    app.clock.advance(8 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    let other = shop.sell(&ticket, 1).await;
    let path = shop.api(&format!("/orders/{}/mark-paid", code(&order)));
    assert_eq!(shop.owner.post(&path, json!({})).await.problem(409), "sales.sold_out");
    shop.owner.post(&shop.api(&format!("/orders/{}/cancel", code(&other))), json!({})).await.expect(200);
    shop.owner.post(&path, json!({})).await.expect(200);
    app.run_jobs().await;
    assert_eq!(shop.stock().await, (1, 0));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_cancelled_order_gives_places_back_and_its_tickets_stop_working() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let order = shop.order(&ticket, 3, "free", false).await.expect(201).json();
    let path = shop.api(&format!("/orders/{}/cancel", code(&order)));
    let cancelled = shop.owner.post(&path, json!({ "reason": "asked for it" })).await.expect(200).json();
    assert_eq!(cancelled["positions"][0]["ticket"]["status"], "revoked");
    assert_eq!(shop.stock().await, (0, 0));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_same_idempotency_key_places_one_order() {
    let (app, shop, ticket) = Shop::opened(8400, Some(10)).await;
    let send = async |body: Value| {
        let request = shop.owner.request(Method::POST, &shop.api("/orders"));
        shop.owner.send(request.header("idempotency-key", "k-1").json(&body)).await
    };
    let first = send(order_body(&ticket, 1, "manual", true)).await.expect(201);
    let again = send(order_body(&ticket, 1, "manual", true)).await.expect(201);
    assert_eq!(first.json(), again.json());
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(send(order_body(&ticket, 2, "manual", true)).await.problem(422), "request.key_reused");
    assert_eq!(shop.stock().await, (1, 0));
    app.run_jobs().await;
}

#[testkit::test]
async fn a_guest_reserves_orders_and_gets_free_tickets() {
    let (app, shop, ticket) = Shop::opened(0, Some(2)).await;
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 2 }] });
    let cart = guest.post(&shop.public("/carts"), lines.clone()).await.expect(201).json();
    assert_eq!(guest.post(&shop.public("/carts"), lines).await.problem(409), "sales.sold_out");
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    let order = json!({ "payment_method": "free", "shown_total_minor": 0 });
    assert_eq!(guest.post(&format!("{path}/order"), order.clone()).await.problem(422), "request.invalid");
    let people =
        json!({ "name": "Grace Guest", "email": "grace@guest.example", "attendee_names": ["Grace", "Alan"] });
    guest.patch(&path, people).await.expect(200);
    let placed = guest.post(&format!("{path}/order"), order.clone()).await.expect(201).json();
    assert_eq!(placed["order"]["status"], "paid");
    assert_eq!(placed["order"]["positions"][1]["attendee_name"], "Alan");
    let again = guest.post(&format!("{path}/order"), order).await.expect(201).json();
    assert_eq!(again["order"]["code"], placed["order"]["code"]);
    app.run_jobs().await;
    assert_eq!(shop.stock().await, (2, 0));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_cart_expires_can_be_extended_and_acquired_again() {
    let (app, shop, ticket) = Shop::opened(500, Some(1)).await;
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    app.clock.advance(20 * 60);
    guest.post(&format!("{path}/extend"), json!({})).await.expect(200);
    app.clock.advance(20 * 60);
    app.run_jobs().await;
    assert_eq!(shop.stock().await, (0, 1));
    app.clock.advance(11 * 60);
    app.run_jobs().await;
    assert_eq!(shop.stock().await, (0, 0));
    assert_eq!(guest.post(&format!("{path}/extend"), json!({})).await.problem(409), "sales.cart_expired");
    let again = guest.post(&format!("{path}/reacquire"), json!({})).await.expect(200).json();
    assert_eq!((again["status"].as_str(), shop.stock().await), (Some("open"), (0, 1)));
    guest.delete(&path).await.expect(204);
    assert_eq!(shop.stock().await, (0, 0));
    app.run_jobs().await;
}

#[testkit::test]
async fn an_expired_cart_comes_back_only_while_there_are_places() {
    let (app, shop, ticket) = Shop::opened(500, Some(2)).await;
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 2 }] });
    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}/reacquire", cart["secret"].as_str().unwrap()));
    app.clock.advance(31 * 60);
    app.run_jobs().await;
    let sold = shop.sell(&ticket, 1).await;
    assert_eq!(guest.post(&path, json!({})).await.problem(409), "sales.sold_out");
    assert_eq!(shop.stock().await, (1, 0));
    shop.owner.post(&shop.api(&format!("/orders/{}/cancel", code(&sold))), json!({})).await.expect(200);
    assert_eq!(guest.post(&path, json!({})).await.expect(200).json()["status"], "open");
    // Again before the time is up changes nothing.
    guest.post(&path, json!({})).await.expect(200);
    assert_eq!(shop.stock().await, (0, 2));
    app.clock.advance(31 * 60);
    app.run_jobs().await;
    assert_eq!(shop.stock().await, (0, 0));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_total_that_changed_is_shown_again_before_anything_is_ordered() {
    let (app, shop, ticket) = Shop::opened(500, Some(5)).await;
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "G", "email": "g@guest.example" })).await.expect(200);
    let order = json!({ "payment_method": "bank_transfer", "shown_total_minor": 400 });
    assert_eq!(guest.post(&format!("{path}/order"), order).await.problem(409), "sales.total_changed");
    app.run_jobs().await;
}

#[testkit::test]
async fn the_list_its_totals_and_the_export_tell_the_same() {
    let (app, shop, ticket) = Shop::opened(1000, None).await;
    for _ in 0..3 {
        shop.sell(&ticket, 1).await;
    }
    shop.order(&ticket, 2, "bank_transfer", false).await.expect(201);
    app.run_jobs().await;
    let page = shop.owner.get(&shop.api("/orders?status=paid&limit=2")).await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    let totals = shop.owner.get(&shop.api("/orders/totals?status=paid")).await.expect(200).json();
    assert_eq!((&totals["count"], &totals["amount"]["amount_minor"]), (&json!(3), &json!(3000)));
    let next = format!("/orders?status=paid&limit=2&cursor={}", page["next_cursor"].as_str().unwrap());
    let rest = shop.owner.get(&shop.api(&next)).await.expect(200).json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    let csv = shop.owner.get(&shop.api("/orders.csv?status=paid")).await.expect(200).text();
    assert_eq!(csv.lines().count(), 4);
    let none = shop.owner.get(&shop.api("/orders/totals?q=100%25_")).await.expect(200).json();
    assert_eq!(none["count"], 0);
}

fn code(order: &Value) -> &str {
    order["code"].as_str().unwrap()
}

#[testkit::test]
async fn only_whoever_may_change_orders_gets_the_link_of_a_buyer() {
    let (app, world) = crate::access::World::built().await;
    let hired = world.hire(&app, "probe", None).await;
    let order = world.shop.api(&format!("/orders/{}", world.thing("code")));
    hired.may(&[kernel::Permission::OrdersView]).await;
    assert_eq!(hired.client.get(&order).await.expect(200).json()["secret_url"], serde_json::Value::Null);
    hired.may(&[kernel::Permission::OrdersView, kernel::Permission::OrdersEdit]).await;
    let link = hired.client.get(&order).await.expect(200).json();
    app.guest().get(link["secret_url"].as_str().unwrap()).await.expect(200);
    app.run_jobs().await;
}
