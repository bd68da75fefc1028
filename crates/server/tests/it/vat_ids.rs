//! VAT ids are looked up after the order, in a register of our own that speaks like VIES.

use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering},
};

use axum::{Json, Router, extract::Path, http::StatusCode, routing::get};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Shop, TestApp, order_body};

/// A register that knows one Austrian business, has a French one that is away, and can be told to fail.
async fn register() -> (String, Arc<AtomicU16>) {
    let status = Arc::new(AtomicU16::new(200));
    let told = status.clone();
    let look_up = move |Path((state, number)): Path<(String, String)>| {
        let status = told.load(Ordering::SeqCst);
        async move {
            let answer = match (state.as_str(), number.as_str()) {
                ("AT", "U13585627") => json!({ "isValid": true, "userError": "VALID" }),
                ("FR", _) => json!({ "isValid": false, "userError": "MS_UNAVAILABLE" }),
                _ => json!({ "isValid": false, "userError": "INVALID" }),
            };
            (StatusCode::from_u16(status).unwrap(), Json(answer))
        }
    };
    let router = Router::new().route("/ms/{state}/vat/{number}", get(look_up));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, status)
}

async fn shop(app: &TestApp) -> (Shop, String) {
    let (shop, ticket) = Shop::open(app, "harbour", 11_900, Some(50)).await;
    let rule = json!({
        "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "19" },
        "cases": [{ "country": "eu", "buyer": "business_with_vat_id", "treatment": { "kind": "reverse_charge" } }],
    });
    let rule = shop.owner.post(&shop.api("/tax-rules"), rule).await.expect(201).json();
    let settings = json!({ "includes_tax": true, "rounding": "line", "default_tax_rule_id": rule["id"] });
    let request = shop.owner.request(Method::PUT, &shop.api("/price-settings"));
    shop.owner.send(request.json(&settings)).await.expect(200);
    (shop, ticket)
}

async fn order(shop: &Shop, ticket: &str, (country, vat_id): (&str, &str)) -> String {
    let mut body = order_body(ticket, 1, "manual", true);
    body["country"] = json!(country);
    body["business"] = json!(true);
    body["vat_id"] = json!(vat_id);
    let placed = shop.owner.post(&shop.api("/orders"), body).await.expect(201).json();
    assert_eq!(placed["total"]["amount_minor"], json!(10_000), "nobody waits for the register");
    assert_eq!(placed["buyer_tax"]["checked"], json!("unchecked"));
    placed["code"].as_str().unwrap().to_owned()
}

async fn checked(shop: &Shop, code: &str) -> Value {
    let found = shop.owner.get(&shop.api(&format!("/orders/{code}"))).await.expect(200).json();
    found["buyer_tax"]["checked"].clone()
}

#[testkit::test]
async fn the_register_says_afterwards_which_ids_it_knows() {
    let (address, _) = register().await;
    let app = TestApp::start_with(|config| {
        config.taxes.vies = true;
        config.taxes.vies_url = address.clone();
    })
    .await;
    let (shop, ticket) = shop(&app).await;
    let known = order(&shop, &ticket, ("AT", "ATU13585627")).await;
    let unknown = order(&shop, &ticket, ("DE", "DE136695976")).await;
    let away = order(&shop, &ticket, ("FR", "FR40303265045")).await;
    app.run_jobs().await;
    assert_eq!(checked(&shop, &known).await, json!("valid"));
    assert_eq!(checked(&shop, &unknown).await, json!("invalid"));
    assert_eq!(checked(&shop, &away).await, json!("unchecked"), "the order stands, flagged");
    for (check, code) in [("valid", known), ("invalid", unknown), ("unchecked", away)] {
        let found = shop.owner.get(&shop.api(&format!("/orders?vat_check={check}"))).await.expect(200).json();
        let codes: Vec<_> = found["items"].as_array().unwrap().iter().map(|item| &item["code"]).collect();
        assert_eq!(codes, [&json!(code)]);
    }
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_register_that_is_away_is_asked_again_later() {
    let (address, status) = register().await;
    let app = TestApp::start_with(|config| {
        config.taxes.vies = true;
        config.taxes.vies_url = address.clone();
    })
    .await;
    let (shop, ticket) = shop(&app).await;
    status.store(503, Ordering::SeqCst);
    let code = order(&shop, &ticket, ("AT", "ATU13585627")).await;
    app.run_jobs().await;
    assert_eq!(checked(&shop, &code).await, json!("unchecked"));
    status.store(200, Ordering::SeqCst);
    app.clock.advance(3_600);
    app.run_jobs().await;
    assert_eq!(checked(&shop, &code).await, json!("valid"));
}

#[testkit::test]
async fn without_a_register_ids_are_taken_as_given() {
    let app = TestApp::start().await;
    let (shop, ticket) = shop(&app).await;
    let code = order(&shop, &ticket, ("AT", "ATU13585627")).await;
    app.run_jobs().await;
    assert_eq!(checked(&shop, &code).await, json!("unchecked"));
}
