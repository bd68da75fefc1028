//! `checkout`: the whole way of a guest through the forms of the site, every redirect followed, paid on the sandbox's
//! page, up to the order page that says so. Tickets are issued and mails written by the same server meanwhile; nobody
//! hands a mail over or opens one, so no ticket is drawn.

use anyhow::{Context, Result, ensure};

use super::Bench;
use crate::bench::measure::connection::{Connection, request};
use crate::bench::measure::limit::Limit;
use crate::bench::measure::load::{self, Load, Visit, Visitor};
use crate::bench::measure::report::Outcome;
use crate::bench::measure::shop::ORGANISATION;

const GUESTS: usize = 32;
const BROWSER: [(&str, &str); 2] = [("accept", "text/html"), ("accept-language", "en")];
const FORM: [(&str, &str); 3] =
    [BROWSER[0], BROWSER[1], ("content-type", "application/x-www-form-urlencoded")];

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let event = bench.shop.event("checkout", 1, 10_000_000)?;
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    let page = format!("/{ORGANISATION}/{}", event.slug);
    let wish = format!("quantity-{}=1", event.products[0]);
    let (tally, limit) = bench.between(Limit::Hot, GUESTS, || {
        load::run(&Load::closed(GUESTS, bench.seconds), probe, async |_| {
            Ok(Guest { connection: Connection::open(port).await?, page: page.clone(), wish: wish.clone() })
        })
    })?;
    Ok(Outcome::of("checkout", &tally).beside(limit).at_least_rate(200.0))
}

struct Guest {
    connection: Connection,
    page: String,
    wish: String,
}

impl Visitor for Guest {
    async fn visit(&mut self) -> Result<Visit> {
        let (page, wish) = (self.page.clone(), self.wish.clone());
        self.get(&page).await?;
        let mut at = self.submit(&format!("{page}/cart"), &wish).await?;
        // What a page asks for is known by its name; which pages there are is the site's business.
        while !at.ends_with("/review") {
            self.get(&at).await?;
            let answers = match at.rsplit('/').next() {
                Some("you") => "name=Grace+Guest&email=grace%40guest.example",
                Some("tickets") => "attendee-1=Grace+Guest",
                _ => anyhow::bail!("the checkout leads to {at}"),
            };
            at = self.submit(&at, answers).await?;
        }
        self.get(&at).await?;
        let total = self.value_of("shown_total_minor")?;
        let choice = format!("payment_method=sandbox&shown_total_minor={total}");
        let provider = self.submit(&at, &choice).await?;
        self.get(&provider).await?;
        let back = self.submit(&provider, "outcome=approve").await?;
        self.connection.expect(303, &request("GET", &back, &BROWSER, b"")).await?;
        let order = self.connection.location()?.to_owned();
        self.get(&order).await?;
        ensure!(self.text().contains("status done"), "the order at {order} is not paid");
        Ok(Visit::Done)
    }
}

impl Guest {
    async fn get(&mut self, path: &str) -> Result<()> {
        self.connection.expect(200, &request("GET", path, &BROWSER, b"")).await
    }

    /// Sends a form; returns where it leads.
    async fn submit(&mut self, path: &str, form: &str) -> Result<String> {
        self.connection.expect(303, &request("POST", path, &FORM, form.as_bytes())).await?;
        self.connection.location().map(str::to_owned)
    }

    /// The value of a hidden field on the page.
    fn value_of(&self, name: &str) -> Result<String> {
        let text = self.text();
        let field = format!("name=\"{name}\" value=\"");
        let value = text.split_once(&field).and_then(|(_, rest)| rest.split('"').next());
        value.map(str::to_owned).with_context(|| format!("the page has no field {name}"))
    }

    fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.connection.body())
    }
}
