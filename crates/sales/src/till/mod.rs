//! The till: orders of one event that arrive while the last ones are being committed are folded into the next
//! transaction. Nobody waits for a batch to fill, and a hot quota is not bound to one commit per order.

mod batch;
mod order;

use std::sync::Arc;

use admission::Signers;
use catalog::{EventHead, Item};
use kernel::EventId;
use store::{Cx, Lanes, idempotency::Key, lanes};

use crate::{
    Error,
    order::{Buyer, Channel, PaymentMethod, view::OrderView},
    price::BuyerTax,
};

/// Orders folded into one transaction at most.
const BATCH: usize = 256;

/// Batches of one event under way at once: one is decided and written while the other is being made durable.
const SERVERS: usize = 2;

/// An order that takes its places from what is free.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// Who buys.
    pub buyer: Buyer,
    /// One per ticket.
    pub lines: Vec<NewLine>,
    /// A voucher's code.
    pub voucher: Option<String>,
    /// Where the buyer is, and whether it is a business.
    pub buyer_tax: Option<BuyerTax>,
    /// The total that was shown, in minor units; if it is another by now, nothing is ordered.
    pub shown_total_minor: Option<i64>,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Whether it is paid already.
    pub paid: bool,
    /// Whether whoever places it has looked at it, where somebody has to.
    pub approved: bool,
    /// Where it comes from.
    pub channel: Channel,
    /// Whether the buyer gets mail.
    pub send_mail: bool,
    /// What the buyer's link starts with: `https://site/org/event/order`.
    pub link: String,
    /// The caller's idempotency key.
    pub key: Option<Key>,
}

/// One ticket wanted.
#[derive(Debug, Clone)]
pub struct NewLine {
    /// Which line of the request it belongs to, from 0.
    pub line: usize,
    /// What.
    pub item: Item,
    /// The line of the request that it is an add-on of, from 0.
    pub parent: Option<usize>,
    /// What the buyer gives, in minor units, where the price is free.
    pub price_minor: Option<i64>,
    /// Who comes, may be empty.
    pub attendee_name: String,
}

/// What somebody orders, and of whom.
struct Request {
    cx: Cx,
    event: Arc<EventHead>,
    order: NewOrder,
}

/// An order waiting for its turn.
type Waiting = lanes::Waiting<Request, Result<OrderView, Error>>;

/// Takes orders. Cheap to clone.
#[derive(Clone)]
pub struct Till {
    signers: Signers,
    lanes: Arc<Lanes<EventId, Waiting>>,
}

impl Till {
    /// A till whose tickets are signed by `signers`.
    pub fn new(signers: Signers) -> Self {
        Self { signers, lanes: Arc::new(Lanes::new(BATCH, SERVERS)) }
    }

    /// Places an order; answers after the commit.
    pub async fn place(&self, cx: Cx, event: Arc<EventHead>, order: NewOrder) -> Result<OrderView, Error> {
        let (lane, signers) = (event.id, self.signers.clone());
        let serve = move |batch| {
            let signers = signers.clone();
            async move { batch::place(&signers, batch).await }
        };
        let answer = self.lanes.join(lane, Request { cx, event, order }, serve).await;
        answer.unwrap_or(Err(Error::Stopping))
    }
}

impl std::fmt::Debug for Till {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Till")
    }
}
