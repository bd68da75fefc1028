//! The sandbox: pays like a real provider, with redirects, delays, signed notices and repeats.

use adapters::sandbox::signature;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Client, Shop, TestApp};

/// A guest on the way to the sandbox's page.
struct Purchase {
    guest: Client,
    order: Value,
    page: String,
}

impl Purchase {
    async fn start(app: &TestApp, shop: &Shop, ticket: &str) -> Self {
        let guest = app.guest();
        let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
        let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
        let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
        let buyer = json!({ "name": "Grace Guest", "email": "grace@guest.example" });
        guest.patch(&path, buyer).await.expect(200);
        let order = json!({ "payment_method": "sandbox", "shown_total_minor": 8400 });
        let placed = guest.post(&format!("{path}/order"), order).await.expect(201).json();
        let page = placed["redirect_url"].as_str().unwrap().to_owned();
        Self { guest, order: placed["order"].clone(), page }
    }

    async fn press(&self, form: &[(&str, &str)]) -> Answer {
        self.guest.submit(&self.page, form).await.expect(303)
    }

    /// The order and its first payment as the organiser sees them.
    async fn state(&self, shop: &Shop) -> (String, String) {
        let path = shop.api(&format!("/orders/{}", self.order["code"].as_str().unwrap()));
        let order = shop.owner.get(&path).await.expect(200).json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&order["status"]), text(&order["payments"][0]["state"]))
    }
}

#[testkit::test]
async fn an_approved_payment_pays_the_order_once_although_the_notice_comes_twice() {
    let (app, shop, ticket) = Shop::opened(8400, Some(5)).await;
    let purchase = Purchase::start(&app, &shop, &ticket).await;
    let page = purchase.guest.get(&purchase.page).await.expect(200);
    for words in ["no real money", "€84.00", "Approve after 30"] {
        assert!(page.text().contains(words), "{words}");
    }
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(page.header("cache-control"), "no-store");

    let back = purchase.press(&[("outcome", "approve"), ("twice", "on")]).await;
    assert!(back.header("location").contains(purchase.order["code"].as_str().unwrap()));
    app.run_jobs().await;
    assert_eq!(purchase.state(&shop).await, ("paid".to_owned(), "confirmed".to_owned()));
    let mut owner = app.owner().await;
    let (notices, mails): (i64, i64) =
        sqlx::query_as("select (select count(*) from provider_events), (select count(*) from mails where template = 'order_paid')")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!((notices, mails), (1, 1));
    purchase.press(&[("outcome", "decline")]).await;
    app.run_jobs().await;
    assert_eq!(purchase.state(&shop).await.0, "paid");
    assert!(purchase.guest.get(&purchase.page).await.text().contains("The payment was approved."));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_books_tell_whose_tickets_never_went_out() {
    let (app, shop, ticket) = Shop::opened(8400, Some(5)).await;
    let purchase = Purchase::start(&app, &shop, &ticket).await;
    purchase.press(&[("outcome", "approve")]).await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new(), "a mail may still be written");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());

    sqlx::query("delete from mails").execute(&mut app.owner().await).await.unwrap();
    let broken = app.broken_invariants().await.join("\n");
    assert!(broken.contains("a guest who has paid has the mail"), "{broken}");
    assert!(broken.contains(purchase.order["code"].as_str().unwrap()), "{broken}");
}

#[testkit::test]
async fn a_slow_bank_pays_after_half_a_minute() {
    let (app, shop, ticket) = Shop::opened(8400, Some(5)).await;
    let purchase = Purchase::start(&app, &shop, &ticket).await;
    purchase.press(&[("outcome", "delay")]).await;
    app.run_jobs().await;
    assert_eq!(purchase.state(&shop).await.0, "pending");
    app.clock.advance(31);
    app.run_jobs().await;
    assert_eq!(purchase.state(&shop).await, ("paid".to_owned(), "confirmed".to_owned()));
}

#[testkit::test]
async fn declined_and_cancelled_payments_leave_the_order_to_be_paid_otherwise() {
    let (app, shop, ticket) = Shop::opened(8400, Some(5)).await;
    for (outcome, state) in [("decline", "failed"), ("cancel", "cancelled")] {
        let purchase = Purchase::start(&app, &shop, &ticket).await;
        purchase.press(&[("outcome", outcome)]).await;
        app.run_jobs().await;
        assert_eq!(purchase.state(&shop).await, ("pending".to_owned(), state.to_owned()));
    }
}

#[testkit::test]
async fn notices_that_the_sandbox_did_not_sign_just_now_are_refused() {
    let (app, shop, ticket) = Shop::opened(8400, Some(5)).await;
    let purchase = Purchase::start(&app, &shop, &ticket).await;
    let body = json!({ "id": "sbe_1", "type": "payment.succeeded", "created": 0, "data": {} }).to_string();
    let send = async |signature: Option<String>| {
        let mut request = purchase.guest.request(Method::POST, "/webhooks/sandbox").body(body.clone());
        if let Some(signature) = signature {
            request = request.header(signature::HEADER, signature);
        }
        purchase.guest.send(request).await
    };
    let now = app.app.now();
    for signature in
        [None, Some("t=1,v1=00".to_owned()), Some(signature::sign(&[0; 32], body.as_bytes(), now))]
    {
        assert_eq!(send(signature).await.problem(401), "sales.bad_signature");
    }
    assert_eq!(purchase.state(&shop).await.0, "pending");
    app.run_jobs().await;
}

#[testkit::test]
async fn the_page_says_so_when_there_is_no_such_payment() {
    let app = TestApp::start().await;
    let guest = app.guest();
    let page = guest.get("/sandbox/pay/sbx_nothing").await.expect(404);
    assert!(page.text().contains("There is no such payment"));
    guest.submit("/sandbox/pay/sbx_nothing", &[("outcome", "approve")]).await.expect(404);
    let style = guest.get("/sandbox/style.css").await.expect(200);
    assert!(style.header("content-type").starts_with("text/css"));
}
