//! A test order never reaches a provider that moves real money.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use async_trait::async_trait;
use kernel::Instant;
use ports::{Intent, Notice, PaymentError, PaymentProvider, Providers, Settlement, Started};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Client, Shop, TestApp};

/// A provider that counts how often it is asked, and may turn from play to earnest.
#[derive(Default)]
struct Bank {
    real: AtomicBool,
    asked: AtomicUsize,
}

impl Bank {
    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl PaymentProvider for Bank {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    fn moves_real_money(&self) -> bool {
        self.real.load(Ordering::SeqCst)
    }

    async fn start(&self, intent: Intent) -> Result<Started, PaymentError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let redirect_url = "https://bank.example/pay".to_owned();
        Ok(Started { provider_ref: intent.payment.to_string(), redirect_url })
    }

    async fn settlement(&self, _: &str) -> Result<Settlement, PaymentError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(Settlement::Open)
    }

    fn read_notice(
        &self,
        _: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        _: &[u8],
        _: Instant,
    ) -> Result<Notice, PaymentError> {
        Err(PaymentError::BadSignature)
    }
}

/// A provider that leaves what it can to the port.
struct Newcomer(Bank);

#[async_trait]
impl PaymentProvider for Newcomer {
    fn name(&self) -> &'static str {
        "newcomer"
    }

    async fn start(&self, intent: Intent) -> Result<Started, PaymentError> {
        self.0.start(intent).await
    }

    async fn settlement(&self, provider_ref: &str) -> Result<Settlement, PaymentError> {
        self.0.settlement(provider_ref).await
    }

    fn read_notice(
        &self,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
        now: Instant,
    ) -> Result<Notice, PaymentError> {
        self.0.read_notice(header, body, now)
    }
}

async fn start(real: bool) -> (TestApp, Shop, String, Arc<Bank>) {
    let bank = Arc::new(Bank { real: real.into(), ..Bank::default() });
    let app = TestApp::start_paid_through(Providers::default().with(bank.clone())).await;
    let (shop, ticket) = Shop::open(&app, "harbour", 8400, Some(9)).await;
    (app, shop, ticket, bank)
}

async fn test(shop: &Shop) {
    let request = shop.owner.request(Method::PUT, &shop.api("/test-mode"));
    shop.owner.send(request.json(&json!({ "on": true, "confirm": shop.event }))).await.expect(200);
}

async fn cart(shop: &Shop, guest: &Client, ticket: &str) -> String {
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace Guest", "email": "grace@guest.example" })).await.expect(200);
    path
}

async fn order(guest: &Client, cart: &str, method: &str) -> Answer {
    let wish = json!({ "payment_method": method, "shown_total_minor": 8400 });
    guest.post(&format!("{cart}/order"), wish).await
}

/// Where the programming interface knows a placed order.
fn placed_at(shop: &Shop, placed: &Value) -> String {
    let (code, secret) = (placed["order"]["code"].as_str().unwrap(), placed["secret"].as_str().unwrap());
    shop.public(&format!("/orders/{code}/{secret}"))
}

#[test]
fn a_provider_that_says_nothing_moves_real_money() {
    assert!(Newcomer(Bank::default()).moves_real_money());
}

#[testkit::test]
async fn tests_are_not_offered_and_can_not_choose_what_moves_real_money() {
    let (app, shop, ticket, bank) = start(true).await;
    let guest = app.guest();
    let offered = async || guest.get(&shop.public("")).await.expect(200).json()["payment_methods"].clone();
    assert_eq!(offered().await, json!(["sandbox", "bank_transfer"]));
    let before = cart(&shop, &guest, &ticket).await;
    test(&shop).await;
    assert_eq!(offered().await, json!(["bank_transfer"]));

    let tried = cart(&shop, &guest, &ticket).await;
    assert_eq!(order(&guest, &tried, "sandbox").await.problem(409), "sales.real_money");
    let page = tried.rsplit('/').next().unwrap();
    let page = format!("/{}/{}/checkout/{page}/review", shop.org, shop.event);
    let shown = guest.get(&page).await.expect(200).text();
    assert!(shown.contains("value=\"bank_transfer\"") && !shown.contains("value=\"sandbox\""), "{shown}");
    let form = [("payment_method", "sandbox"), ("shown_total_minor", "8400")];
    guest.submit(&page, &form).await.expect(422);

    let placed = order(&guest, &tried, "bank_transfer").await.expect(201).json();
    assert_eq!(placed["order"]["test"], true);
    let at = placed_at(&shop, &placed);
    let seen = guest.get(&at).await.expect(200).json();
    assert_eq!(seen["payment_methods"], json!(["bank_transfer"]));
    let other = json!({ "payment_method": "sandbox" });
    let answer = guest.put(&format!("{at}/payment-method"), other).await;
    assert_eq!(answer.problem(409), "sales.real_money");
    assert_eq!(bank.asked(), 0, "no test reaches it");

    let real = order(&guest, &before, "sandbox").await.expect(201).json();
    assert_eq!(
        (&real["order"]["test"], bank.asked()),
        (&json!(false), 1),
        "what counts is paid there as ever"
    );
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_test_that_waits_for_play_money_does_not_follow_its_provider_into_earnest() {
    let (app, shop, ticket, bank) = start(false).await;
    let guest = app.guest();
    test(&shop).await;
    let tried = cart(&shop, &guest, &ticket).await;
    let placed = order(&guest, &tried, "sandbox").await.expect(201).json();
    let pay = format!("{}/pay", placed_at(&shop, &placed));
    let again = guest.post(&pay, json!({})).await.expect(200).json();
    assert_eq!((&again["redirect_url"], bank.asked()), (&json!("https://bank.example/pay"), 1));
    bank.real.store(true, Ordering::SeqCst);
    assert_eq!(guest.post(&pay, json!({})).await.problem(409), "sales.real_money");
    assert_eq!(bank.asked(), 1);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
