//! What somebody ordered across an organisation's events, by the address they have proven.

mod store;

use std::sync::Arc;

use ::store::{Cx, Tx};
use catalog::EventHead;
use kernel::{Email, Instant, Money};

use super::OrderStatus;

/// Orders that one list shows.
const MOST: i64 = 200;

/// An order in its buyer's list.
#[derive(Debug, Clone)]
pub struct Bought {
    /// The event.
    pub event: Arc<EventHead>,
    /// The short code for people.
    pub code: String,
    /// The secret in the buyer's link.
    pub secret: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Whether it is a test.
    pub test: bool,
    /// How many tickets.
    pub tickets: i64,
    /// What it costs.
    pub total: Money,
    /// When it was placed.
    pub created_at: Instant,
}

struct Row {
    /// The event's slug.
    event: String,
    code: String,
    secret: String,
    status: OrderStatus,
    test: bool,
    tickets: i64,
    total: Money,
    created_at: Instant,
}

/// The orders of an address, the event that is next first, events that are over last. What nobody paid in time is left out.
pub async fn bought(cx: &Cx, email: &Email) -> Result<Vec<Bought>, sqlx::Error> {
    let rows = store::by_email(&mut cx.read().await?, email, MOST).await?;
    let mut found = Vec::with_capacity(rows.len());
    for Row { event, code, secret, status, test, tickets, total, created_at } in rows {
        if let Some(event) = catalog::event::head(cx, &event).await? {
            found.push(Bought { event, code, secret, status, test, tickets, total, created_at });
        }
    }
    found.sort_by_key(|order| {
        let over = order.event.ends_at < cx.now;
        let distance = order.event.starts_at.seconds_since(cx.now).abs();
        (over, distance, order.code.clone())
    });
    Ok(found)
}

/// Whether anything was ever ordered with an address.
pub async fn has_bought(tx: &mut Tx, email: &Email) -> Result<bool, sqlx::Error> {
    store::exists(tx, email).await
}
