//! An organiser with an event on sale.

use serde_json::{Value, json};
use server::config::Config;

use super::{Answer, Client, TestApp};

/// An organisation with one live event, and its owner signed in.
#[derive(Clone)]
pub struct Shop {
    /// The owner.
    pub owner: Client,
    /// The organisation's slug.
    pub org: String,
    /// The event's slug.
    pub event: String,
}

impl Shop {
    /// Opens an organisation whose event takes place in a month, without tickets yet.
    pub async fn draft(app: &TestApp, org: &str) -> Self {
        let owner = app.guest();
        owner.sign_up("Ada Organiser", &format!("owner@{org}.example")).await;
        let organisation = json!({
            "name": format!("The {org}"), "slug": org, "contact_email": format!("hello@{org}.example"),
            "locales": ["en", "de"],
        });
        owner.post("/api/v1/organisations", organisation).await.expect(201);
        let event = json!({
            "slug": "spring-show", "name": { "en": "Spring show", "de": "Frühlingsschau" }, "locales": ["en", "de"],
            "zone": "Europe/Berlin", "starts_at": "2027-04-01T18:00:00Z", "ends_at": "2027-04-01T22:00:00Z",
            "venue_name": "Harbour Hall", "venue_address": "Kai 1\nHamburg", "currency": "EUR",
        });
        owner.post(&format!("/api/v1/organisations/{org}/events"), event).await.expect(201);
        Self { owner, org: org.to_owned(), event: "spring-show".to_owned() }
    }

    /// Opens a shop that sells `size` tickets at `price_minor`, and returns the ticket's id, too.
    pub async fn open(app: &TestApp, org: &str, price_minor: i64, size: Option<i64>) -> (Self, String) {
        let shop = Self::draft(app, org).await;
        let ticket = shop.add_ticket("Standard", price_minor, size).await;
        shop.publish().await;
        (shop, ticket)
    }

    /// A program in which "harbour" has its [draft](Self::draft).
    pub async fn drafted() -> (TestApp, Self) {
        Self::drafted_with(|_| {}).await
    }

    /// The same with a changed configuration.
    pub async fn drafted_with(change: impl FnOnce(&mut Config)) -> (TestApp, Self) {
        TestApp::after_with(change, "", async |app: &TestApp| Self::draft(app, "harbour").await).await
    }

    /// A program in which "harbour" is [open](Self::open), and the ticket's id.
    pub async fn opened(price_minor: i64, size: Option<i64>) -> (TestApp, Self, String) {
        let open = async move |app: &TestApp| Self::open(app, "harbour", price_minor, size).await;
        let (app, (shop, ticket)) = TestApp::after(&format!("{price_minor} {size:?}"), open).await;
        (app, shop, ticket)
    }

    /// Signs the owner in again, whose session ended after a week without use.
    pub async fn owner_returns(&self) {
        self.owner.sign_in(&format!("owner@{}.example", self.org), "correct horse battery").await;
    }

    /// The path of the event's API, with `rest` after it.
    pub fn api(&self, rest: &str) -> String {
        format!("/api/v1/organisations/{}/events/{}{rest}", self.org, self.event)
    }

    /// The path of the guests' API, with `rest` after it.
    pub fn public(&self, rest: &str) -> String {
        format!("/api/v1/public/{}/{}{rest}", self.org, self.event)
    }

    /// Adds a ticket with its own quota; returns its id.
    pub async fn add_ticket(&self, name: &str, price_minor: i64, size: Option<i64>) -> String {
        let product = json!({
            "name": { "en": name }, "price_minor": price_minor, "quota_size": size, "max_per_order": 50,
        });
        let product = self.owner.post(&self.api("/products"), product).await.expect(201).json();
        product["id"].as_str().unwrap().to_owned()
    }

    /// Offers every way to pay and goes live.
    pub async fn publish(&self) {
        let bank = json!({
            "account_holder": "Harbour Hall", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX",
            "bank_name": "Commerzbank",
        });
        let methods = json!({ "payment_methods": ["sandbox", "bank_transfer"], "bank_details": bank });
        self.owner.patch(&self.api(""), methods).await.expect(200);
        self.owner.post(&self.api("/publish"), json!({})).await.expect(200);
    }

    /// Places a paid order through the API.
    pub async fn sell(&self, ticket: &str, quantity: u32) -> Value {
        self.order(ticket, quantity, "manual", true).await.expect(201).json()
    }

    /// Tries to place an order through the API.
    pub async fn order(&self, ticket: &str, quantity: u32, method: &str, paid: bool) -> Answer {
        self.owner.post(&self.api("/orders"), order_body(ticket, quantity, method, paid)).await
    }

    /// The only quota: its counters.
    pub async fn stock(&self) -> (i64, i64) {
        let quotas = self.owner.get(&self.api("/quotas")).await.expect(200).json();
        let quota = &quotas["items"][0];
        (quota["sold"].as_i64().unwrap(), quota["held"].as_i64().unwrap())
    }
}

/// The body of an order through the API.
pub fn order_body(ticket: &str, quantity: u32, method: &str, paid: bool) -> Value {
    json!({
        "name": "Grace Guest", "email": "grace@guest.example", "payment_method": method, "paid": paid,
        "lines": [{ "product": ticket, "quantity": quantity }],
    })
}
