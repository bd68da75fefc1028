//! The till: orders of one event that arrive while the last ones are being committed are folded into the next
//! transaction. Nobody waits for a batch to fill, and a hot quota is not bound to one commit per order.

mod batch;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use admission::Signers;
use catalog::EventHead;
use kernel::{EventId, ProductId};
use store::{Cx, idempotency::Key};
use tokio::sync::oneshot;

use crate::{
    Error,
    order::{Buyer, Channel, PaymentMethod, view::OrderView},
};

/// Orders folded into one transaction at most.
const BATCH: usize = 256;

/// An order that takes its places from what is free.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// Who buys.
    pub buyer: Buyer,
    /// One per ticket.
    pub lines: Vec<NewLine>,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Whether it is paid already.
    pub paid: bool,
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
    pub product: ProductId,
    /// Who comes, may be empty.
    pub attendee_name: String,
}

/// An order waiting for its turn.
struct Waiting {
    cx: Cx,
    event: Arc<EventHead>,
    order: NewOrder,
    answer: oneshot::Sender<Result<OrderView, Error>>,
}

#[derive(Default)]
struct Lane {
    waiting: Vec<Waiting>,
}

/// Takes orders. Cheap to clone.
#[derive(Clone)]
pub struct Till {
    signers: Signers,
    lanes: Arc<Mutex<HashMap<EventId, Lane>>>,
}

impl Till {
    /// A till whose tickets are signed by `signers`.
    pub fn new(signers: Signers) -> Self {
        Self { signers, lanes: Arc::default() }
    }

    /// Places an order; answers after the commit.
    pub async fn place(&self, cx: Cx, event: Arc<EventHead>, order: NewOrder) -> Result<OrderView, Error> {
        let (answer, answered) = oneshot::channel();
        let id = event.id;
        let waiting = Waiting { cx, event, order, answer };
        if self.queue(id, waiting) {
            tokio::spawn(self.clone().serve(id));
        }
        answered.await.unwrap_or(Err(Error::Stopping))
    }

    /// Lines an order up; `true` if nobody serves the lane yet.
    fn queue(&self, event: EventId, waiting: Waiting) -> bool {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = !lanes.contains_key(&event);
        lanes.entry(event).or_default().waiting.push(waiting);
        idle
    }

    /// The next batch of a lane; closes the lane when nobody waits.
    fn next(&self, event: EventId) -> Option<Vec<Waiting>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.get_mut(&event)?;
        if lane.waiting.is_empty() {
            lanes.remove(&event);
            return None;
        }
        let count = lane.waiting.len().min(BATCH);
        Some(lane.waiting.drain(..count).collect())
    }

    async fn serve(self, event: EventId) {
        while let Some(batch) = self.next(event) {
            batch::place(&self.signers, batch).await;
        }
    }
}

impl std::fmt::Debug for Till {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Till")
    }
}
