//! Paying another way than was first chosen, and doing without the sandbox.

use serde_json::{Value, json};

use crate::app::{Client, Shop, TestApp};

/// A guest who ordered and was to pay by `method`: the order's code and page.
async fn order(app: &TestApp, shop: &Shop, ticket: &str, method: &str) -> (Client, Value, String) {
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace Guest", "email": "grace@guest.example" })).await.expect(200);
    let wish = json!({ "payment_method": method, "shown_total_minor": 8400 });
    let placed = guest.post(&format!("{path}/order"), wish).await.expect(201).json();
    let (code, secret) = (placed["order"]["code"].as_str().unwrap(), placed["secret"].as_str().unwrap());
    let page = format!("/{}/{}/order/{code}/{secret}", shop.org, shop.event);
    (guest, placed, page)
}

async fn story(shop: &Shop, placed: &Value) -> Vec<String> {
    let path = shop.api(&format!("/orders/{}", placed["order"]["code"].as_str().unwrap()));
    let order = shop.owner.get(&path).await.expect(200).json();
    let timeline = order["timeline"].as_array().unwrap();
    timeline.iter().map(|told| told["action"].as_str().unwrap().to_owned()).collect()
}

#[testkit::test]
async fn after_a_declined_card_every_way_to_pay_is_open() {
    let (app, shop, ticket) = Shop::opened(8400, Some(5)).await;
    let (guest, placed, page) = order(&app, &shop, &ticket, "sandbox").await;
    let hosted = placed["redirect_url"].as_str().unwrap();
    guest.submit(hosted, &[("outcome", "decline")]).await.expect(303);
    app.run_jobs().await;
    let shown = guest.get(&page).await.expect(200).text();
    for words in ["The payment was declined", "value=\"sandbox\"", "value=\"bank_transfer\""] {
        assert!(shown.contains(words), "{words}");
    }
    let pay = format!("{page}/pay");
    let transfer = guest.submit(&pay, &[("payment_method", "bank_transfer")]).await.expect(303);
    assert_eq!(transfer.header("location"), page);
    let shown = guest.get(&page).await.expect(200).text();
    for words in ["DE89 3704 0044 0532 0130 00", "Waiting for your transfer", "value=\"sandbox\""] {
        assert!(shown.contains(words), "{words}");
    }
    assert!(!shown.contains("value=\"bank_transfer\""));
    app.clock.advance(3600);
    app.run_jobs().await;
    let mails = shop.owner.get("/api/v1/organisations/harbour/mails").await.expect(200).json();
    assert_eq!(mails["items"][0]["template"], "order_placed");

    let card = guest.submit(&pay, &[("payment_method", "sandbox")]).await.expect(303);
    assert!(card.header("location").contains("/sandbox/pay/"));
    guest.submit(card.header("location"), &[("outcome", "approve")]).await.expect(303);
    app.run_jobs().await;
    assert!(guest.get(&page).await.expect(200).text().contains("You are going!"));
    let story = story(&shop, &placed).await;
    assert_eq!(story.iter().filter(|told| *told == "order.method_changed").count(), 2, "{story:?}");
    // The first payment is told with the order, and the one that brought the money with its being paid.
    assert_eq!(story.iter().filter(|told| told.starts_with("payment.")).count(), 2, "{story:?}");
    assert_eq!(story.last().map(String::as_str), Some("order.paid"), "{story:?}");
    assert_eq!(shop.stock().await, (1, 0));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    // Paid meanwhile: the button does nothing more.
    guest.submit(&pay, &[("payment_method", "bank_transfer")]).await.expect(303);
}

#[testkit::test]
async fn a_way_to_pay_is_chosen_through_the_api_too_if_the_event_takes_it() {
    let (app, shop, ticket) = Shop::opened(8400, Some(5)).await;
    let (guest, placed, page) = order(&app, &shop, &ticket, "bank_transfer").await;
    assert_eq!(placed["order"]["payment_methods"], json!(["sandbox", "bank_transfer"]));
    let api = page.replacen("/harbour/spring-show/order/", &shop.public("/orders/"), 1);
    let choose = async |method: &str| {
        let request = guest.request(reqwest::Method::PUT, &format!("{api}/payment-method"));
        guest.send(request.json(&json!({ "payment_method": method }))).await
    };
    let chosen = choose("sandbox").await.expect(200).json();
    assert_eq!((&chosen["payment_method"], &chosen["next"]), (&json!("sandbox"), &json!("pay")));
    assert_eq!(choose("manual").await.problem(422), "request.invalid");
    shop.owner.patch(&shop.api(""), json!({ "payment_methods": ["sandbox"] })).await.expect(200);
    assert_eq!(choose("bank_transfer").await.refused_field(), "/payment_method");
    app.run_jobs().await;
}

#[testkit::test]
async fn without_the_sandbox_there_is_no_test_card() {
    let (app, shop) = Shop::drafted_with(|config| config.payments.sandbox = false).await;
    let ticket = shop.add_ticket("Standard", 8400, Some(5)).await;
    shop.owner.patch(&shop.api(""), json!({ "payment_methods": ["sandbox"] })).await.expect(200);
    let checklist = shop.owner.get(&shop.api("/checklist")).await.expect(200).json();
    let items = checklist["items"].as_array().unwrap();
    let payment = items.iter().find(|item| item["key"] == "payment").unwrap();
    assert_eq!(payment["state"], "blocking");
    assert!(payment["detail"].as_str().unwrap().contains("sandbox card is turned off"));
    assert_eq!(shop.owner.post(&shop.api("/publish"), json!({})).await.problem(422), "catalog.not_ready");
    shop.publish().await;
    let seen = app.guest().get(&shop.public("")).await.expect(200).json();
    assert_eq!(seen["payment_methods"], json!(["bank_transfer"]));
    let (_, placed, _) = order(&app, &shop, &ticket, "bank_transfer").await;
    assert_eq!(placed["order"]["payment_methods"], json!(["bank_transfer"]));
    app.guest().get("/sandbox/pay/sbx_1").await.expect(404);
    app.guest().get("/sandbox/style.css").await.expect(404);
    app.run_jobs().await;
}
