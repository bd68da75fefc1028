//! An organiser who fills a fresh server through the REST API.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::connection::request;
use crate::http;

/// The slug of the one organisation.
pub const ORGANISATION: &str = "bench";
/// What a ticket costs, in cents.
pub const PRICE: i64 = 2_500;

/// A signed-in organiser with an organisation.
pub struct Shop {
    port: u16,
    cookie: String,
    csrf: String,
}

/// An event on sale.
pub struct Event {
    /// Its slug.
    pub slug: String,
    /// Its tickets, each with a quota of its own.
    pub products: Vec<String>,
}

impl Shop {
    /// Signs up and creates the organisation.
    pub fn open(port: u16) -> Result<Self> {
        let body = json!({
            "name": "Ada Organiser", "email": "ada@bench.example", "password": "correct horse battery",
        });
        let headers = [("content-type", "application/json")];
        let answer =
            http::request(port, "POST", "/api/v1/auth/sign-up", &headers, body.to_string().as_bytes())?;
        ensure!(answer.status == 201, "signing up answers {}: {}", answer.status, answer.text());
        let session: Value = serde_json::from_slice(&answer.body)?;
        let cookies: Vec<&str> =
            answer.header("set-cookie").filter_map(|cookie| cookie.split(';').next()).collect();
        let shop = Self { port, cookie: cookies.join("; "), csrf: text(&session, "csrf_token")? };
        shop.post(
            "/api/v1/organisations",
            &json!({
                "name": "Bench", "slug": ORGANISATION, "contact_email": "hello@bench.example", "locales": ["en"],
            }),
        )?;
        Ok(shop)
    }

    /// Creates an event with `count` tickets of `size` places each, and puts it on sale.
    pub fn event(&self, slug: &str, count: usize, size: u64) -> Result<Event> {
        let event = json!({
            "slug": slug, "name": { "en": format!("A night at the {slug}") }, "locales": ["en"],
            "summary": { "en": "Two bands, one hall, and a bar that stays open." },
            "description": { "en": DESCRIPTION },
            "zone": "Europe/Berlin", "starts_at": "2099-06-01T18:00:00Z", "ends_at": "2099-06-01T22:00:00Z",
            "venue_name": "Harbour Hall", "venue_address": "Kai 1\n20457 Hamburg", "currency": "EUR",
        });
        self.post(&format!("/api/v1/organisations/{ORGANISATION}/events"), &event)?;
        let products =
            (1..=count).map(|number| self.ticket(slug, number, size)).collect::<Result<Vec<_>>>()?;
        self.call("PATCH", &api(slug, ""), &json!({ "payment_methods": ["sandbox"] }))?;
        self.post(&api(slug, "/publish"), &json!({}))?;
        Ok(Event { slug: slug.to_owned(), products })
    }

    /// Adds a ticket with a quota of its own to an event; returns its id.
    pub fn ticket(&self, event: &str, number: usize, size: u64) -> Result<String> {
        let product = json!({
            "name": { "en": format!("Ticket {number}") }, "price_minor": PRICE, "quota_size": size,
            "description": { "en": "Free choice of seats." }, "max_per_order": 50,
        });
        text(&self.post(&api(event, "/products"), &product)?, "id")
    }

    /// The id of the check-in list that every event has.
    pub fn check_in_list(&self, event: &str) -> Result<String> {
        let lists = self.call("GET", &api(event, "/check-in-lists"), &Value::Null)?;
        text(lists["items"].get(0).unwrap_or(&Value::Null), "id")
    }

    /// An order of `quantity` tickets, paid by hand, ready to be sent.
    pub fn order(&self, event: &str, product: &str, quantity: u32) -> Vec<u8> {
        let body = json!({
            "name": "Grace Guest", "email": "grace@guest.example", "payment_method": "manual", "paid": true,
            "send_mail": false, "lines": [{ "product": product, "quantity": quantity }],
        });
        self.prepare("POST", &api(event, "/orders"), &body, &[])
    }

    /// Any request of the organiser, ready to be sent.
    pub fn prepare(&self, method: &str, path: &str, body: &Value, more: &[(&str, &str)]) -> Vec<u8> {
        let mut headers = self.headers();
        headers.extend_from_slice(more);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        request(method, path, &headers, body.as_bytes())
    }

    fn headers(&self) -> Vec<(&str, &str)> {
        vec![("content-type", "application/json"), ("cookie", &self.cookie), ("x-csrf-token", &self.csrf)]
    }

    /// Reads something.
    pub fn get(&self, path: &str) -> Result<Value> {
        self.call("GET", path, &Value::Null)
    }

    /// Replaces something.
    pub fn put(&self, path: &str, body: &Value) -> Result<()> {
        self.call("PUT", path, body).map(|_| ())
    }

    /// Asks as the organiser's browser does: a page, or a form to be sent.
    pub fn browse(&self, method: &str, path: &str, form: &str) -> Result<http::Response> {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("cookie", &self.cookie)];
        http::request(self.port, method, path, &headers, form.as_bytes())
    }

    /// A write of the organiser through the REST API.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.call("POST", path, body)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let answer = http::request(self.port, method, path, &self.headers(), &bytes)?;
        let good = (200..300).contains(&answer.status);
        ensure!(good, "{method} {path} answers {}: {}", answer.status, answer.text());
        Ok(serde_json::from_slice(&answer.body)?)
    }
}

/// The path of an event's API, with `rest` behind it.
pub fn api(event: &str, rest: &str) -> String {
    format!("/api/v1/organisations/{ORGANISATION}/events/{event}{rest}")
}

fn text(value: &Value, key: &str) -> Result<String> {
    value[key].as_str().map(str::to_owned).with_context(|| format!("no `{key}` in {value}"))
}

const DESCRIPTION: &str = "The harbour is louder than you think.

**Doors** open an hour before the first band. There is a cloakroom, and the bar takes cards.

- Bring your ticket on your phone or on paper
- The hall is accessible by a ramp on the east side
- Children below twelve come in for free";
