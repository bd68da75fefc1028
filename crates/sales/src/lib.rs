//! Selling: carts, orders, payments and the ledger.
//!
//! Tables: `carts`, `cart_lines`, `orders`, `order_positions`, `payments`, `provider_events`,
//! `ledger_entries`, `line_prices`.
//! Facts: `order.placed`, `order.paid`, `order.cancelled`, `order.expired`,
//! `order.deleted`.
//!
//! - [`cart`]: a guest's hold on stock; [`order`]: placing, paying, cancelling, expiring, listing
//! - [`till`]: orders of one event folded into one transaction, so that a hot quota is not bound to one commit each
//! - [`payment`]: hosted payments, their notices, and the one place where money is confirmed
//! - `price`: the quote behind carts and orders, and the rows that remember it
//! - [`cancellation`]: calling an event off; [`stats`]: the numbers of an event
//! - [`test_mode`]: selling for practice, of a stock of its own

pub mod cancellation;
pub mod cart;
mod chosen;
mod customer;
pub mod error;
mod offer;
pub mod order;
pub mod payment;
pub mod price;
pub mod stats;
pub mod test_mode;
pub mod till;

use std::{ops::Deref, sync::Arc};

use admission::Signers;
use axum::extract::FromRequestParts;
use httpkit::ApiRouter;
use ports::Providers;

pub use error::Error;
pub use till::Till;

/// What selling needs besides the request: the till, the ticket signers, the payment providers. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<DeskParts>);

/// The parts of [`Desk`].
pub struct DeskParts {
    /// Places orders in batches.
    pub till: Till,
    /// Signs tickets.
    pub signers: Signers,
    /// Through whom guests can pay.
    pub providers: Providers,
}

impl Desk {
    /// A desk whose tickets are signed by `signers`, where guests pay through `providers`.
    pub fn new(signers: Signers, providers: Providers) -> Self {
        Self(Arc::new(DeskParts { till: Till::new(signers.clone()), signers, providers }))
    }
}

impl Deref for Desk {
    type Target = DeskParts;

    fn deref(&self) -> &DeskParts {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Desk {
    type Rejection = httpkit::Problem;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _: &S,
    ) -> Result<Self, httpkit::Problem> {
        let desk = parts.extensions.get::<Self>().cloned();
        desk.ok_or_else(|| httpkit::Problem::internal(std::io::Error::other("the router has no desk")))
    }
}

/// Every operation on carts, orders, payments and numbers.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .merge(cancellation::http::router())
        .merge(cart::http::router())
        .merge(order::http::router())
        .merge(order::guest_http::router())
        .merge(payment::http::router())
        .merge(stats::http::router())
        .merge(test_mode::http::router())
}
